import assert from 'node:assert/strict';
import { query, sql } from '../../activities/db/sql.ts';
import { putArtifacts } from '../../activities/db/tasks/artifacts.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { finishAttempt } from '../../activities/db/tasks/finish-attempt.ts';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import type { ExecuteOutcome } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { createPythonRun, createPythonStep, launchPythonStep } from '../support/python-run.ts';
import { createQueue, viewAttempts, viewTask } from '../support/records.ts';
import { exited } from '../support/workflow-bench.ts';

const KILLED: ExecuteOutcome = { kind: 'signalled', signal: 'SIGKILL', outOfMemory: false };

describe('a run of Python’s PipelineController', () => {
  let bench: DispatchBench;
  let queue: string;
  let outcomes: (() => Promise<ExecuteOutcome>)[];
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    queue = await createQueue(bench.db, 'services');
    await bench.startAgent({
      worker: 'services-box',
      queues: [queue],
      execute: async () => (await outcomes.shift()?.()) ?? exited(0),
    });
  });
  after(() => bench.release());

  const createRun = () => createPythonRun(bench.db);
  const createStep = (run: string, name: string, status: string) => createPythonStep(bench.db, { run, name, status });
  async function dagOf(run: string): Promise<Record<string, { executed: string | null; status: string }>> {
    const [row] = await query<{ value: string }>(
      bench.db.em.fork(),
      sql`select configuration -> 'Pipeline' ->> 'value' as value from tasks where id = ${run}`,
    );
    return JSON.parse(row!.value);
  }

  it('whose process is killed goes back to its queue, with what has completed noted and what still ran stopped', async () => {
    const run = await createRun();
    let steps: string[] = [];
    outcomes = [
      async () => {
        steps = [await createStep(run, 'done', 'completed'), await createStep(run, 'running', 'in_progress')];
        return KILLED;
      },
    ];
    await enqueue(bench.db, { task: run, queue, actor: 'user:u' });
    await eventually('it ends in its second attempt', async () => (await viewTask(bench.db, run)).status === 'completed');
    assert.deepEqual(
      (await viewAttempts(bench.db, run)).map(({ state }) => state),
      ['lost', 'succeeded'],
    );
    const [done, running] = steps;
    const dag = await dagOf(run);
    assert.deepEqual(
      Object.values(dag).map(({ executed, status }) => [executed, status]),
      [
        ['elsewhere', 'completed'],
        [done, 'completed'],
        [null, 'queued'],
        [null, 'pending'],
      ],
    );
    const { status, status_reason } = await viewTask(bench.db, running!);
    assert.equal(status, 'stopped');
    assert.match(status_reason, /^the controller \w+ that started it is gone, and starts it anew$/);
  });

  it('is killed as often as its policy allows, and then has failed with the reason', async () => {
    const run = await createRun();
    await query(bench.db.em.fork(), sql`update tasks set infrastructure_retries = 1 where id = ${run}`);
    outcomes = [async () => KILLED, async () => KILLED];
    await enqueue(bench.db, { task: run, queue, actor: 'user:u' });
    await eventually('it fails', async () => (await viewTask(bench.db, run)).status === 'failed');
    const { status_reason, status_message } = await viewTask(bench.db, run);
    assert.deepEqual([status_reason, status_message], ['ended by signal SIGKILL', '2 of 2 attempts lost']);
  });

  it('that fails by itself is not started again', async () => {
    const run = await createRun();
    outcomes = [async () => exited(1)];
    await enqueue(bench.db, { task: run, queue, actor: 'user:u' });
    await eventually('it fails', async () => (await viewTask(bench.db, run)).status === 'failed');
    assert.equal((await viewAttempts(bench.db, run)).length, 1);
  });

  it('whose agent is lost, or that is enqueued again after it was stopped, goes on in the same way', async () => {
    const run = await createRun();
    const idle = await createQueue(bench.db, 'nobody');
    await enqueue(bench.db, { task: run, queue: idle, actor: 'user:u' });
    await finishAttempt(bench.db, { run: { taskId: run, attempt: 1 }, end: { kind: 'agentLost' } });
    assert.equal((await viewTask(bench.db, run)).status, 'queued');
    await stopTask(bench.db, { task: run, actor: 'user:u' });
    const done = await createStep(run, 'done', 'completed');
    await enqueue(bench.db, { task: run, queue: idle, actor: 'user:u' });
    assert.equal((await dagOf(run)).done!.executed, done);
  });

  it('that makes its steps again gets the results of those that have completed, also where one refers to another', async () => {
    const run = await createRun();
    const steps = await createQueue(bench.db, 'python-steps');
    const played: string[] = [];
    const agent = await bench.startAgent({
      worker: 'steps-box',
      queues: [steps],
      execute: async ({ taskId }) => {
        played.push((await viewStep(taskId)).name);
        await putArtifacts(bench.db, {
          task: taskId,
          userId: 'u',
          force: true,
          artifacts: [{ key: 'x', uri: `http://files/${taskId}` }],
        });
        return exited(0);
      },
    });
    const viewStep = async (id: string) => {
      const [task] = await query<{
        name: string;
        status: string;
        status_reason: string;
        artifacts: { uri: string }[];
        hyperparams: any;
      }>(bench.db.em.fork(), sql`select name, status, status_reason, artifacts, hyperparams from tasks where id = ${id}`);
      return task!;
    };
    const launch = (name: string, kwargs: Record<string, string>) =>
      launchPythonStep(bench.db, { run, name, kwargs, queue: steps });
    const ends = (id: string) => eventually(`${id} ends`, async () => (await viewStep(id)).status === 'completed');
    const attempts: string[][] = [];
    const controller = (last: string, end: ExecuteOutcome) => async () => {
      const first = await launch('first', { n: '1' });
      await ends(first);
      const second = await launch('second', { x: `${first}.x` });
      await ends(second);
      const third = await launch('third', { y: `${second}.x`, last });
      await ends(third);
      attempts.push([first, second, third]);
      return end;
    };
    outcomes = [controller('a', KILLED), controller('b', exited(0))];
    await enqueue(bench.db, { task: run, queue, actor: 'user:u' });
    await eventually('it completes', async () => (await viewTask(bench.db, run)).status === 'completed');
    assert.deepEqual(played, ['first', 'second', 'third', 'third']);
    const [before, after] = attempts as [string[], string[]];
    for (const place of [0, 1]) {
      const kept = await viewStep(after[place]!);
      assert.equal(kept.status_reason, `kept: task ${before[place]} did the same before the controller was started anew`);
      assert.equal(kept.artifacts[0]?.uri, `http://files/${before[place]}`);
      assert.equal((await viewAttempts(bench.db, after[place]!)).length, 0);
    }
    await agent.stop();
  });
});
