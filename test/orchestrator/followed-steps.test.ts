import assert from 'node:assert/strict';
import { query, sql } from '../../activities/db/sql.ts';
import { putArtifacts } from '../../activities/db/tasks/artifacts.ts';
import { deleteTask } from '../../activities/db/tasks/delete-task.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { resetTask } from '../../activities/db/tasks/reset-task.ts';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import type { ExecuteOutcome, RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { createPythonRun, launchPythonStep } from '../support/python-run.ts';
import { createQueue, viewAttempts, viewTask } from '../support/records.ts';
import { exited } from '../support/workflow-bench.ts';

const KILLED: ExecuteOutcome = { kind: 'signalled', signal: 'SIGKILL', outOfMemory: false };

describe('a step that runs while Python’s controller is killed', () => {
  let bench: DispatchBench;
  let services: string;
  let steps: string;
  /** What the process of the controller does, attempt by attempt. */
  let controller: (() => Promise<ExecuteOutcome>)[];
  /** How the process of a step ends that waits for it, by task. */
  let ends: Map<string, PromiseWithResolvers<ExecuteOutcome>>;
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    services = await createQueue(bench.db, 'services');
    steps = await createQueue(bench.db, 'steps');
    const control = async () => (await controller.shift()?.()) ?? exited(0);
    await bench.startAgent({ worker: 'services-box', queues: [services], execute: control });
    for (const worker of ['one', 'two']) await bench.startAgent({ worker, queues: [steps], execute: runStep });
  });
  beforeEach(() => {
    ends = new Map();
  });
  after(() => bench.release());

  function runStep({ taskId }: RunRef): Promise<ExecuteOutcome> {
    const end = Promise.withResolvers<ExecuteOutcome>();
    ends.set(taskId, end);
    return end.promise;
  }

  const statusIs = (task: string, status: string) =>
    eventually(`${task} is ${status}`, async () => (await viewTask(bench.db, task)).status === status);
  const runs = (task: string) => eventually(`${task} runs`, async () => ends.has(task));

  /** A controller that is killed while its step runs, and started anew; `again` is what it does then. */
  async function killedWhileStepRuns(again: (launch: Launch, first: string) => Promise<ExecuteOutcome>): Promise<Restarted> {
    const run = await createPythonRun(bench.db);
    const launch: Launch = (kwargs = {}) => launchPythonStep(bench.db, { run, name: 'train', queue: steps, kwargs });
    const first = Promise.withResolvers<string>();
    controller = [
      async () => {
        const task = await launch();
        await runs(task);
        first.resolve(task);
        return KILLED;
      },
      async () => again(launch, await first.promise),
    ];
    await enqueue(bench.db, { task: run, queue: services, actor: 'user:u' });
    return { run, first: await first.promise };
  }
  type Launch = (kwargs?: Record<string, string>) => Promise<string>;
  interface Restarted {
    run: string;
    first: string;
  }

  /** The controller makes the step again, and waits for its end. */
  async function restart(): Promise<Restarted & { second: string }> {
    const made = Promise.withResolvers<string>();
    const restarted = await killedWhileStepRuns(async (launch) => {
      const second = await launch();
      made.resolve(second);
      await eventually('the step has ended', async () => !/queued|in_progress/.test((await viewTask(bench.db, second)).status));
      return exited(0);
    });
    return { ...restarted, second: await made.promise };
  }

  it('goes on: the step that is made again ends with its results, and nothing runs twice', async () => {
    const { run, first, second } = await restart();
    const [followed, following] = [await viewTask(bench.db, first), await viewTask(bench.db, second)];
    assert.deepEqual([followed.status, following.status], ['in_progress', 'in_progress']);
    assert.match(following.status_reason, new RegExp(`^follows task ${first}, which runs since before`));
    assert.equal(String(following.started), String(followed.started));
    const artifacts = [{ key: 'model', uri: 'http://files/model' }];
    await putArtifacts(bench.db, { task: first, userId: 'u', force: true, artifacts });
    ends.get(first)!.resolve(exited(0));
    await statusIs(run, 'completed');
    const [row] = await query<{ artifacts: { uri: string }[]; status: string }>(
      bench.db.em.fork(),
      sql`select artifacts, status from tasks where id = ${second}`,
    );
    assert.deepEqual([row?.status, row?.artifacts[0]?.uri], ['completed', 'http://files/model']);
    assert.deepEqual([...ends.keys()], [first]);
    assert.equal((await viewAttempts(bench.db, second)).length, 0);
  });

  it('takes the step that is made again along when it fails', async () => {
    const { run, first, second } = await restart();
    ends.get(first)!.resolve(exited(3));
    await statusIs(run, 'completed');
    const { status, status_reason } = await viewTask(bench.db, second);
    assert.deepEqual([status, status_reason], ['failed', `as task ${first}, which it followed: exit code 3`]);
  });

  it('is stopped with the step that is made again', async () => {
    const { run, first, second } = await restart();
    await stopTask(bench.db, { task: second, actor: 'user:u', reason: 'enough' });
    assert.equal((await viewTask(bench.db, second)).status, 'stopped');
    assert.equal((await viewTask(bench.db, first)).status_message, 'stopping');
    ends.get(first)!.resolve({ kind: 'stopped' });
    await statusIs(first, 'stopped');
    await statusIs(run, 'completed');
  });

  it('leaves the step that is made again to run by itself when it is reset', async () => {
    const { run, first, second } = await restart();
    await resetTask(bench.db, { task: first, actor: 'user:u', force: true });
    ends.get(first)!.resolve({ kind: 'stopped' });
    await runs(second);
    ends.get(second)!.resolve(exited(0));
    await statusIs(run, 'completed');
    assert.deepEqual(
      (await viewAttempts(bench.db, second)).map(({ state }) => state),
      ['succeeded'],
    );
  });

  it('stops the step that is made again when it is deleted', async () => {
    const { run, first, second } = await restart();
    await deleteTask(bench.db, { task: first, force: true });
    ends.get(first)!.resolve({ kind: 'stopped' });
    await statusIs(run, 'completed');
    const { status, status_reason } = await viewTask(bench.db, second);
    assert.deepEqual([status, status_reason], ['stopped', `task ${first}, which it followed, is gone`]);
  });

  it('is stopped where the controller makes that step of something else', async () => {
    const made = Promise.withResolvers<string>();
    const { run, first } = await killedWhileStepRuns(async (launch) => {
      made.resolve(await launch({ changed: 'yes' }));
      await statusIs(await made.promise, 'completed');
      return exited(0);
    });
    const second = await made.promise;
    const { status_message, status_reason } = await viewTask(bench.db, first);
    assert.deepEqual(
      [status_message, status_reason],
      ['stopping', `the controller ${run} was started anew, and starts this step differently`],
    );
    ends.get(first)!.resolve({ kind: 'stopped' });
    await runs(second);
    ends.get(second)!.resolve(exited(0));
    await statusIs(run, 'completed');
  });

  it('is stopped when the controller ends without it', async () => {
    const { run, first } = await killedWhileStepRuns(async () => exited(0));
    await statusIs(run, 'completed');
    await eventually('it is told to stop', async () => (await viewTask(bench.db, first)).status_message === 'stopping');
    assert.equal((await viewTask(bench.db, first)).status_reason, `the controller ${run} that started it has ended without it`);
    ends.get(first)!.resolve({ kind: 'stopped' });
    await statusIs(first, 'stopped');
  });
});
