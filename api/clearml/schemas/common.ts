import { z } from 'zod';

export const taskId = z.string().min(1).describe('Id of the task');
export const ids = z.array(z.string().min(1)).min(1);
export const text = z.string().nullish();
export const texts = z.array(z.string()).nullish();
export const flag = z.boolean().nullish();

/** What every change of a status may say about itself. */
export const reasons = { status_reason: text, status_message: text };

/** Answer of a change: how many documents, and which fields. */
export const updated = z.object({ updated: z.int(), fields: z.record(z.string(), z.unknown()) });
