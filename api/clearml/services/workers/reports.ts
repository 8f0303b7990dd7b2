import { z } from 'zod';
import { recordReport, registerWorker, unregisterWorker } from '../../../../activities/db/workers/stock-workers.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, text, texts } from '../../schemas/common.ts';

const worker = z.string().min(1).describe('Worker id, such as host:gpu0');
const LONGEST_TIMEOUT = 1_000_000;

const register = defineEndpoint({
  name: 'workers.register',
  needs: 'work',
  summary: 'Enters a worker',
  request: z.object({
    worker,
    queues: texts,
    tags: texts,
    system_tags: texts,
    timeout: z.int().min(1).max(LONGEST_TIMEOUT).nullish().describe('Seconds without a report after which it counts as gone'),
  }),
  async handle({ api, principal, ip }, { system_tags: systemTags, ...request }) {
    await registerWorker(api.db, { ...request, systemTags, userId: principal.userId, ip, now: api.now() });
    return {};
  },
});

const unregister = defineEndpoint({
  name: 'workers.unregister',
  needs: 'work',
  summary: 'Takes a worker out',
  request: z.object({ worker }),
  async handle({ api }, { worker: id }) {
    await unregisterWorker(api.db, id);
    return {};
  },
});

/** One number for each processor or GPU. */
const several = z.union([z.number(), z.array(z.number().nullable())]).nullish();
const single = z.number().nullish();

const machineStats = z.object({
  cpu_usage: several,
  cpu_temperature: several,
  gpu_usage: several,
  gpu_temperature: several,
  gpu_memory_used: several,
  gpu_memory_free: several,
  memory_used: single,
  memory_free: single,
  disk_free_home: single,
  disk_free_temp: single,
  disk_read: single,
  disk_write: single,
  network_tx: single,
  network_rx: single,
});

const statusReport = defineEndpoint({
  name: 'workers.status_report',
  needs: 'work',
  summary: 'Says that a worker is alive, what it runs, and how its machine fares',
  request: z.object({
    worker,
    timestamp: z.number().describe('Milliseconds since the epoch'),
    queue: text,
    queues: texts,
    task: text,
    tags: texts,
    system_tags: texts,
    is_daemon: flag,
    machine_stats: machineStats.nullish(),
  }),
  async handle({ api, principal, ip }, { worker: id, task, queues, tags, machine_stats: stats }) {
    await recordReport(api.db, {
      worker: id,
      task,
      queues,
      tags,
      userId: principal.userId,
      ip,
      now: api.now(),
      stats: stats as never,
    });
    return {};
  },
});

export const reportEndpoints = [register, unregister, statusReport];
