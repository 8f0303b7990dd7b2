import type { z } from 'zod';
import type { ScalerChange } from '../../workflows/contracts/autoscaler-api.ts';
import { positive, section, whole } from './fields.ts';
import { atLimit, queues, warmPool } from './schema.ts';

/** The form of a change; whether it fits is said by the configuration that comes of it. */
export const scalerChange = section({
  queues: queues.optional(),
  maxInstances: whole(0).nullish(),
  maxIdleMinutes: positive().optional(),
  maxSpinUpMinutes: positive().optional(),
  pollingMinutes: positive().optional(),
  warmPool: warmPool.optional(),
  budget: section({
    hoursPerDay: positive().nullish(),
    costPerDay: positive().nullish(),
    atLimit: atLimit.optional(),
  }).optional(),
}) satisfies z.ZodType<ScalerChange>;
