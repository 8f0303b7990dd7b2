import assert from 'node:assert/strict';
import { pino } from 'pino';
import { readNodes } from '../../activities/db/pipelines/node-rows.ts';
import { claimForAgent } from '../../activities/db/queues/claim.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { reconcile } from '../../orchestrator/reconcile.ts';
import { taskWorkflowId } from '../../workflows/contracts/names.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { endOf, looseSpec, submit } from '../support/pipeline-records.ts';
import { createQueue, createTask, viewAttempts, viewTask } from '../support/records.ts';

const log = pino({ level: 'silent' });

describe('the reconciler', () => {
  let bench: DispatchBench;
  before(async () => {
    bench = await startDispatchBench();
  });
  after(() => bench.release());

  const enqueueOld = async (queue: string): Promise<string> => {
    const task = await createTask(bench.db);
    await enqueue(bench.db, { task, queue, actor: 'user:u' });
    await bench.db.em.fork().execute(`update attempts set created = now() - interval '1 hour' where task = ?`, [task]);
    return task;
  };
  const forgetOutbox = () => bench.db.em.fork().execute('delete from outbox');
  const readOutbox = async () =>
    (await bench.db.em.fork().execute<{ message: object }[]>('select message from outbox')).map(({ message }) => message);
  const reconcileNow = () => reconcile({ db: bench.db, client: bench.env.client, log });

  it('wakes the queue of a waiting attempt that Temporal has never heard of', async () => {
    const queue = await createQueue(bench.db, 'forgotten');
    const task = await enqueueOld(queue);
    await forgetOutbox();
    await reconcileNow();
    assert.deepEqual(await readOutbox(), [{ kind: 'wakeQueue', queue }]);
    const stop = await bench.startOrchestrator();
    const agent = await bench.startAgent({ worker: 'forgotten-box', queues: [queue] });
    await eventually('it runs', async () => (await viewTask(bench.db, task)).status === 'completed');
    await agent.stop();
    await stop();
  });

  it('starts the workflow of a claimed attempt that Temporal has never heard of', async () => {
    const queue = await createQueue(bench.db, 'forgotten-claim');
    const task = await enqueueOld(queue);
    await claimForAgent(bench.db, { queues: [queue], worker: 'claimed-box' });
    await bench.db.em.fork().execute(`update attempts set claimed = now() - interval '1 hour' where task = ?`, [task]);
    await forgetOutbox();
    await reconcileNow();
    const stop = await bench.startOrchestrator();
    const agent = await bench.startAgent({ worker: 'claimed-box', queues: [queue] });
    await eventually('it runs', async () => (await viewTask(bench.db, task)).status === 'completed');
    await agent.stop();
    await stop();
  });

  it('ends an attempt whose workflow was terminated by hand, and sends the task on', async () => {
    const queue = await createQueue(bench.db, 'terminated');
    const stop = await bench.startOrchestrator();
    const hung = Promise.withResolvers<never>();
    hung.promise.catch(() => {});
    const agent = await bench.startAgent({ worker: 'terminated-box', queues: [queue], execute: () => hung.promise });
    const task = await enqueueOld(queue);
    const handle = bench.env.client.workflow.getHandle(taskWorkflowId(task, 1));
    await eventually('its workflow runs', () => handle.describe().catch(() => null));
    await bench.db.em.fork().execute(`update attempts set claimed = now() - interval '1 hour' where task = ?`, [task]);
    await handle.terminate('by hand');
    await eventually('the list knows', async () => (await handle.describe()).status.name === 'TERMINATED');
    await reconcileNow();
    const [first] = await viewAttempts(bench.db, task);
    assert.equal(first?.state, 'lost');
    assert.equal((await viewTask(bench.db, task)).status, 'queued');
    hung.reject(new Error('over'));
    await agent.stop();
    await stop();
  });

  it('fails a function whose workflow was terminated by hand, and gives it to no agent', async () => {
    const stop = await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'default');
    const agent = await bench.startAgent({ worker: 'function-box', queues: [queue] });
    const run = await submit(bench.db, looseSpec({ name: 'f', steps: [{ name: 'f', kind: 'function' }] }, 'default'));
    const node = async () => (await readNodes(bench.db.em.fork(), run))[0];
    await eventually('it waits for its worker', async () => (await node())?.state === 'blocked');
    const { task } = (await node())!;
    await bench.db.em.fork().execute(`update attempts set created = now() - interval '1 hour' where task = ?`, [task!]);
    const handle = bench.env.client.workflow.getHandle(taskWorkflowId(task!, 1));
    await handle.terminate('by hand');
    await eventually('the list knows', async () => (await handle.describe()).status.name === 'TERMINATED');
    await reconcileNow();
    assert.equal(await endOf(bench.db, run), 'failed');
    assert.deepEqual([(await node())?.state, (await node())?.reason], ['failed', 'its workflow ended as terminated']);
    assert.equal((await viewTask(bench.db, task!)).status, 'failed');
    assert.deepEqual([(await viewAttempts(bench.db, task!)).length, agent.claimed.length], [1, 0]);
    await agent.stop();
    await stop();
  });
});
