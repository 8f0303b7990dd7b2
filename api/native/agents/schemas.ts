import { z } from 'zod';
import type { ClaimRequest, HeartbeatRequest, RegisterAgentRequest } from '../../../workflows/contracts/agent-api.ts';
import { checkSchedule } from '../../../workflows/domain/working-hours/schedule.ts';

const instance = z.string().min(1).max(200);
/** What an `integer` of Postgres holds. */
const integer = z.int32();
const numbers = z.array(z.number());
const run = z.object({ taskId: z.string(), attempt: integer.positive() });

const machineStats = z.object({
  cpu_usage: numbers,
  memory_used: z.number(),
  memory_free: z.number(),
  disk_free_home: z.number(),
  disk_read: z.number(),
  disk_write: z.number(),
  network_tx: z.number(),
  network_rx: z.number(),
  gpu_usage: numbers.optional(),
  gpu_temperature: numbers.optional(),
  gpu_memory_used: numbers.optional(),
  gpu_memory_free: numbers.optional(),
});

const schedule = z
  .object({ kind: z.enum(['uptime', 'downtime']), spans: z.array(z.string().max(200)).max(1000), timezone: z.string().max(200) })
  .superRefine((given, context) => {
    try {
      checkSchedule(given);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

export const registerRequest = z.object({
  worker: z
    .string()
    .max(200)
    .regex(/^[^\s/?#]+$/, 'a worker id has no spaces, "/", "?" or "#", such as "host:gpu0"'),
  instance,
  host: z.string(),
  pid: integer,
  queues: z.array(z.string().min(1).max(200)).min(1),
  createQueues: z.boolean(),
  slots: integer.positive().max(10_000),
  gpus: z.array(integer.nonnegative()),
  servicesMode: z.boolean(),
  version: z.string(),
  tags: z.array(z.string()),
  schedule: schedule.nullish(),
  dockerImage: z.string().max(1000).nullish(),
}) satisfies z.ZodType<RegisterAgentRequest>;

export const heartbeatRequest = z.object({
  instance,
  runs: z.array(run),
  draining: z.boolean(),
  machineStats: machineStats.nullable(),
}) satisfies z.ZodType<HeartbeatRequest>;

export const claimRequest = z.object({
  instance,
  queues: z.array(z.string()).min(1).max(1000),
}) satisfies z.ZodType<ClaimRequest>;

export const unregisterRequest = z.object({ instance });
