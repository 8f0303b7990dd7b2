import { z } from 'zod';
import type { ScalerChange } from '../../workflows/contracts/autoscaler-api.ts';
import { positive, whole } from './fields.ts';
import { atLimit, queues, warmPool } from './schema.ts';

/** The form of a change; whether it fits is said by the configuration that comes of it. */
export const scalerChange = known({
  queues: queues.optional(),
  maxInstances: whole(0).nullish(),
  maxIdleMinutes: positive().optional(),
  maxSpinUpMinutes: positive().optional(),
  pollingMinutes: positive().optional(),
  warmPool: warmPool.optional(),
  budget: known({
    hoursPerDay: positive().nullish(),
    costPerDay: positive().nullish(),
    atLimit: atLimit.optional(),
  }).optional(),
}) satisfies z.ZodType<ScalerChange>;

/** A map with known keys alone, which says by itself what is wrong. */
function known<S extends z.ZodRawShape>(shape: S) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `${issue.keys.join(', ')}: not known; allowed: ${keys}` : `a map of ${keys}`,
  });
}
