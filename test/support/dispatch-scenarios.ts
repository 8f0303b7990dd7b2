import assert from 'node:assert/strict';
import { type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { post } from '../../activities/db/outbox/post.ts';
import { claimedSignal } from '../../activities/db/queues/claimed-signal.ts';
import { transferEntry } from '../../activities/db/queues/transfer-entry.ts';
import { deleteTask } from '../../activities/db/tasks/delete-task.ts';
import { dequeue } from '../../activities/db/tasks/dequeue.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import { ORCHESTRATOR_TASK_QUEUE, taskWorkflowId } from '../../workflows/contracts/names.ts';
import type { ExecuteOutcome } from '../../workflows/contracts/run.ts';
import { TASK_WORKFLOW } from '../../workflows/contracts/task-workflow.ts';
import type { DispatchBench } from './dispatch-bench.ts';
import { eventually } from './eventually.ts';
import { createQueue, createTask, viewAttempts, viewTask } from './records.ts';
import { untilCancelled } from './workflow-bench.ts';

const actor = 'user:u';

/** What dispatch promises, on the servers that `start` brings. Agents that are gone count as lost after 1.5 seconds. */
export function dispatchScenarios(start: (options: { agentLostAfterMs: number }) => Promise<DispatchBench>): void {
  let bench: DispatchBench;
  before(async () => {
    bench = await start({ agentLostAfterMs: 1500 });
    await bench.startOrchestrator();
  });
  after(() => bench.release());

  const enqueueNew = async (queue: string, count: number): Promise<string[]> => {
    const tasks: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const task = await createTask(bench.db, { name: `task ${index}` });
      await enqueue(bench.db, { task, queue, actor });
      tasks.push(task);
    }
    return tasks;
  };
  const allHave = (status: string, tasks: string[]) =>
    eventually(
      `all ${status}`,
      async () => (await Promise.all(tasks.map((task) => viewTask(bench.db, task)))).every((task) => task.status === status),
      { deadlineMs: 150_000 },
    );

  const allDelivered = () =>
    eventually('the outbox is empty', async () => (await bench.db.em.fork().execute('select 1 from outbox')).length === 0);

  it('runs tasks in the order of the queue', async () => {
    const queue = await createQueue(bench.db, 'fifo');
    const tasks = await enqueueNew(queue, 20);
    const agent = await bench.startAgent({ worker: 'fifo-box', queues: [queue] });
    await allHave('completed', tasks);
    assert.deepEqual(
      agent.claimed.map((run) => run.taskId),
      tasks,
    );
    await agent.stop();
  });

  it('serves the better queue first, also when it fills later', async () => {
    const high = await createQueue(bench.db, 'high');
    const low = await createQueue(bench.db, 'low');
    const gate = Promise.withResolvers<void>();
    const first = await enqueueNew(low, 5);
    const agent = await bench.startAgent({
      worker: 'strict-box',
      queues: [high, low],
      async execute() {
        await gate.promise;
        return { kind: 'exited', exitCode: 0 };
      },
    });
    await eventually('the first runs', () => agent.claimed.length === 1);
    const better = await enqueueNew(high, 3);
    gate.resolve();
    await allHave('completed', [...first, ...better]);
    assert.deepEqual(
      agent.claimed.map((run) => run.taskId),
      [first[0], ...better, ...first.slice(1)],
    );
    await agent.stop();
  });

  it('serves queues in turn for as long as there is something in both, where the agent is to be fair', async () => {
    const [a, b] = [await createQueue(bench.db, 'fair-a'), await createQueue(bench.db, 'fair-b')];
    const ofA = await enqueueNew(a, 5);
    const ofB = await enqueueNew(b, 3);
    const agent = await bench.startAgent({ worker: 'fair-box', queues: [a, b], fair: true });
    await allHave('completed', [...ofA, ...ofB]);
    const letters = agent.claimed.map(({ taskId }) => (ofA.includes(taskId) ? 'a' : 'b')).join('');
    assert.match(letters, /^(ababab|bababa)aa?$/);
    assert.deepEqual(
      [ofA, ofB].map((tasks) => agent.claimed.map(({ taskId }) => taskId).filter((task) => tasks.includes(task))),
      [ofA, ofB],
    );
    await agent.stop();
  });

  it('gives each task to one of many agents', async () => {
    const queue = await createQueue(bench.db, 'shared');
    const agents = await Promise.all(
      [1, 2, 3, 4].map((number) => bench.startAgent({ worker: `shared-${number}`, queues: [queue] })),
    );
    const tasks = await enqueueNew(queue, 40);
    await allHave('completed', tasks);
    const claimed = agents.flatMap((agent) => agent.claimed.map((run) => run.taskId));
    assert.deepEqual(claimed.toSorted(), tasks.toSorted());
    for (const agent of agents) await agent.stop();
  });

  it('never runs a dequeued task', async () => {
    const queue = await createQueue(bench.db, 'dequeued');
    const [gone, kept] = await enqueueNew(queue, 2);
    await dequeue(bench.db, { task: gone!, actor });
    const agent = await bench.startAgent({ worker: 'dequeue-box', queues: [queue] });
    await allHave('completed', [kept!]);
    assert.equal((await viewTask(bench.db, gone!)).status, 'created');
    assert.equal(agent.claimed.length, 1);
    await agent.stop();
  });

  it('runs a task that was moved to another queue there and only there', async () => {
    const [from, to] = [await createQueue(bench.db, 'moved-from'), await createQueue(bench.db, 'moved-to')];
    const [task] = await enqueueNew(from, 1);
    await transferEntry(bench.db, { task: task!, queue: to, actor });
    const idle = await bench.startAgent({ worker: 'moved-from-box', queues: [from] });
    const agent = await bench.startAgent({ worker: 'moved-to-box', queues: [to] });
    await allHave('completed', [task!]);
    assert.deepEqual([idle.claimed.length, agent.claimed.length], [0, 1]);
    const { searchAttributes } = await bench.env.client.workflow.getHandle(taskWorkflowId(task!, 1)).describe();
    assert.deepEqual([searchAttributes.PerduraQueue, searchAttributes.PerduraStatus], [['moved-to'], ['in_progress']]);
    await Promise.all([idle.stop(), agent.stop()]);
  });

  it('starts no workflow for a task that waits, not even to tell that it waits no longer', async () => {
    const queue = await createQueue(bench.db, 'waiting');
    const [task] = await enqueueNew(queue, 1);
    await dequeue(bench.db, { task: task!, actor });
    await allDelivered();
    await assert.rejects(bench.env.client.workflow.getHandle(taskWorkflowId(task!, 1)).describe(), WorkflowNotFoundError);
  });

  it('runs a task for which an earlier release has started a workflow that waits for the claim', async () => {
    const queue = await createQueue(bench.db, 'waits-since-long');
    const [task] = await enqueueNew(queue, 1);
    const handle = await startWaiting(bench, task!);
    const agent = await bench.startAgent({ worker: 'upgrade-box', queues: [queue] });
    await allHave('completed', [task!]);
    assert.equal(await handle.result(), 'exit code 0');
    await agent.stop();
  });

  it('ends the workflow that an earlier release has started for a task which is dequeued now', async () => {
    const queue = await createQueue(bench.db, 'dequeued-since-long');
    const [task] = await enqueueNew(queue, 1);
    const handle = await startWaiting(bench, task!);
    await dequeue(bench.db, { task: task!, actor });
    assert.equal(await handle.result(), 'cancelled');
  });

  it('stops a running task through its workflow', async () => {
    const queue = await createQueue(bench.db, 'stopped');
    const agent = await bench.startAgent({
      worker: 'stop-box',
      queues: [queue],
      async execute() {
        await untilCancelled();
        return { kind: 'stopped' };
      },
    });
    const [task] = await enqueueNew(queue, 1);
    await allHave('in_progress', [task!]);
    await stopTask(bench.db, { task: task!, actor, reason: 'user abort' });
    assert.equal((await viewTask(bench.db, task!)).status_message, 'stopping');
    await allHave('stopped', [task!]);
    assert.equal((await viewTask(bench.db, task!)).status_reason, 'user abort');
    await agent.stop();
  });

  it('lets go of a running task that is deleted once its process is gone', async () => {
    const queue = await createQueue(bench.db, 'deleted');
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<ExecuteOutcome>();
    const execute = () => {
      begun.resolve();
      return end.promise;
    };
    const agent = await bench.startAgent({ worker: 'delete-box', queues: [queue], execute });
    const [task] = await enqueueNew(queue, 1);
    await begun.promise;
    await deleteTask(bench.db, { task: task!, force: true });
    end.resolve({ kind: 'stopped' });
    const { workflow } = bench.env.client;
    assert.equal(await workflow.getHandle(taskWorkflowId(task!, 1)).result(), 'stopped');
    await agent.stop();
  });

  it('sends a task whose agent is gone to another one, and says so', async () => {
    const queue = await createQueue(bench.db, 'lost');
    const hung = Promise.withResolvers<never>();
    hung.promise.catch(() => {});
    const dead = await bench.startAgent({ worker: 'dead-box', queues: [queue], execute: () => hung.promise });
    const [task] = await enqueueNew(queue, 1);
    await allHave('in_progress', [task!]);
    // The task queue of an agent that died has no poller: what it held times out there.
    hung.reject(new Error('connection lost'));
    await dead.stop();
    const alive = await bench.startAgent({ worker: 'alive-box', queues: [queue] });
    await allHave('completed', [task!]);
    const attempts = await viewAttempts(bench.db, task!);
    assert.deepEqual(
      attempts.map(({ state, worker }) => ({ state, worker })),
      [
        { state: 'lost', worker: 'dead-box' },
        { state: 'succeeded', worker: 'alive-box' },
      ],
    );
    await alive.stop();
  });

  it('delivers a message twice without harm', async () => {
    const queue = await createQueue(bench.db, 'twice');
    const agent = await bench.startAgent({ worker: 'twice-box', queues: [queue] });
    const [task] = await enqueueNew(queue, 1);
    await allHave('completed', [task!]);
    const run = { taskId: task!, attempt: 1 };
    const em = bench.db.em.fork();
    await post(em, {
      kind: 'claimed',
      run,
      signal: claimedSignal(
        { worker: 'twice-box', kind: 'agent' },
        { repository: '', hasDiff: false, setupScript: '', inContainer: false },
      ),
    });
    await post(em, { kind: 'wakeQueue', queue });
    await allDelivered();
    assert.equal(agent.claimed.length, 1);
    assert.equal((await viewTask(bench.db, task!)).status, 'completed');
    await agent.stop();
  });
}

/** As releases did that started the workflow of an attempt with its wait in the queue. */
function startWaiting({ env }: DispatchBench, taskId: string): Promise<WorkflowHandle> {
  const limits = { agentLostAfterMs: 30_000, stockLostAfterMs: 30_000, localLostAfterMs: 30_000 };
  return env.client.workflow.start(TASK_WORKFLOW, {
    workflowId: taskWorkflowId(taskId, 1),
    taskQueue: ORCHESTRATOR_TASK_QUEUE,
    args: [{ taskId, attempt: 1, name: 'task', project: 'p', queue: 'q', ...limits }],
    startDelay: '365 days',
  });
}
