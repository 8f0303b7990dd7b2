import { z } from 'zod';
import { explainWaiting } from '../../../activities/db/queues/explain-waiting.ts';
import { transferEntry } from '../../../activities/db/queues/transfer-entry.ts';
import { listTransitions, type TransitionView } from '../../../activities/db/tasks/list-transitions.ts';
import { retryTask } from '../../../activities/db/tasks/retry.ts';
import { setInfrastructureRetries } from '../../../activities/db/tasks/set-policy.ts';
import { actorOf } from '../../context.ts';
import { defineRoute } from '../route.ts';
import { attempts } from './attempts.ts';

const MOST_RETRIES = 1000;

const params = z.object({ id: z.string() });

const history = defineRoute({
  method: 'get',
  path: '/tasks/:id/history',
  needs: 'read',
  summary: "Every change of a task's status: when, by whom and why",
  params,
  async handle({ api, params: { id } }) {
    return { transitions: (await listTransitions(api.db.em.fork(), id)).map(describeTransition) };
  },
});

function describeTransition({ user, ...transition }: TransitionView) {
  return { ...transition, actor: user ?? transition.actor.replace(/^(worker|run|user):/, ''), actorId: transition.actor };
}

const waiting = defineRoute({
  method: 'get',
  path: '/tasks/:id/waiting',
  needs: 'read',
  summary: 'Where a task stands in its queue and why it has not started',
  params,
  handle: ({ api, params: { id } }) => explainWaiting(api.db.em.fork(), id, api.now()),
});

const policy = defineRoute({
  method: 'patch',
  path: '/tasks/:id/policy',
  needs: 'work',
  summary: 'Sets how many failures of the infrastructure are answered by another attempt',
  params,
  body: z.object({ infrastructureRetries: z.number().int().min(0).max(MOST_RETRIES) }),
  async handle({ api, params: { id }, body }) {
    await setInfrastructureRetries(api.db.em.fork(), id, body.infrastructureRetries);
    return body;
  },
});

const retry = defineRoute({
  method: 'post',
  path: '/tasks/:id/retry',
  needs: 'work',
  summary: 'Puts a task that failed or was stopped into its queue again',
  params,
  async handle({ api, principal, params: { id } }) {
    const { queue } = await retryTask(api.db, { task: id, actor: actorOf(principal) });
    return { queue };
  },
});

const queue = defineRoute({
  method: 'put',
  path: '/tasks/:id/queue',
  needs: 'work',
  summary: 'Moves a waiting task to the end of another queue, named by its id or its name',
  params,
  body: z
    .object({ queue: z.string().optional(), name: z.string().optional() })
    .refine(({ queue, name }) => (queue === undefined) !== (name === undefined), 'give either `queue`, an id, or `name`'),
  async handle({ api, principal, params: { id }, body }) {
    const input = { task: id, queue: body.queue, queueName: body.name, actor: actorOf(principal) };
    return { queue: await transferEntry(api.db, input) };
  },
});

export const taskRoutes = [attempts, history, waiting, policy, retry, queue];
