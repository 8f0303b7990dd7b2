import { z } from 'zod';
import { claim } from '../../../../activities/db/queues/claim.ts';
import { findQueue } from '../../../../activities/db/queues/find-queue.ts';
import { COMPANY } from '../../documents/company.ts';
import { wireDate } from '../../documents/wire-date.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, text } from '../../schemas/common.ts';

const getNextTask = defineEndpoint({
  name: 'queues.get_next_task',
  needs: 'work',
  summary: 'Takes the head of a queue; an empty answer when nothing waits',
  request: z.object({ queue: z.string().min(1), get_task_info: flag, task: text }),
  async handle({ api, principal, worker, ip }, { queue, get_task_info: withInfo }) {
    const claimed = await claim(api.db, { queues: [queue], worker: worker || ip, kind: 'external' });
    if (!claimed) {
      await findQueue(api.db.em.fork(), { id: queue });
      return {};
    }
    const info = withInfo ? { task_info: { company: COMPANY.id, user: principal.userId } } : {};
    return { entry: { task: claimed.run.taskId, added: wireDate(claimed.added) }, ...info };
  },
});

export const nextTaskEndpoints = [getNextTask];
