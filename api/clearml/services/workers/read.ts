import { z } from 'zod';
import { countWorkers, listWorkers } from '../../../../activities/db/workers/list-workers.ts';
import { workerDocument } from '../../documents/worker-document.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { texts } from '../../schemas/common.ts';

const LONGEST = 1_000_000_000;
const lastSeen = z.int().min(0).max(LONGEST).nullish().describe('Only those that have reported within so many seconds');

const getAll = defineEndpoint({
  name: 'workers.get_all',
  needs: 'read',
  summary: 'The workers that are alive',
  request: z.object({ last_seen: lastSeen, tags: texts, system_tags: texts }),
  response: z.object({ workers: z.array(z.record(z.string(), z.unknown())) }),
  async handle({ api }, { last_seen: seconds, tags, system_tags: systemTags }) {
    const workers = await listWorkers(api.db.em.fork(), { now: api.now(), lastSeen: seconds, tags, systemTags });
    return { workers: workers.map(workerDocument) };
  },
});

const getCount = defineEndpoint({
  name: 'workers.get_count',
  needs: 'read',
  summary: 'How many workers are alive',
  request: z.object({ last_seen: lastSeen }),
  response: z.object({ count: z.int() }),
  async handle({ api }, { last_seen: seconds }) {
    return { count: await countWorkers(api.db.em.fork(), { now: api.now(), lastSeen: seconds }) };
  },
});

export const readEndpoints = [getAll, getCount];
