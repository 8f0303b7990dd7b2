import assert from 'node:assert/strict';
import { Context } from '@temporalio/activity';
import { stopTask } from '../../activities/db/tasks/stop.ts';
import { startDefinitionWorker } from '../support/definition-worker.ts';
import { eventually } from '../support/eventually.ts';
import { type PipelineBench, startPipelineBench, untilStopped } from '../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../support/pipeline-records.ts';
import { viewTask } from '../support/records.ts';
import { timesContinued } from '../support/workflow-runs.ts';

/** Temporal suggests to go on as a new run after so many events. */
const LONGEST_HISTORY = 60;

describe('pipelineWorkflow that goes on as a new run of itself', function () {
  this.timeout(120_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench({ longestHistory: LONGEST_HISTORY });
  });
  after(() => bench.release());
  beforeEach(() => {
    for (const name of Object.keys(bench.plays)) delete bench.plays[name];
    bench.played.length = 0;
  });

  const chain = (length: number, more: (name: string, index: number) => Record<string, unknown> = () => ({})) =>
    Array.from({ length }, (_, index) => {
      const name = `s${index}`;
      return bench.task(name, { parents: index === 0 ? [] : [`s${index - 1}`], ...more(name, index) });
    });
  const begin = (name: string, steps: Record<string, unknown>[], more = {}) =>
    submit(bench.db, looseSpec({ name, steps, ...more }, bench.queue));
  const continued = (run: string, times: number) =>
    eventually(
      `the workflow has gone on ${times} times`,
      async () => (await timesContinued(bench.env, `pipeline-${run}-1`)) >= times,
    );
  const becomes = (run: string, step: string, state: string) =>
    eventually(`${step} is ${state}`, async () => (await statesOf(bench.db, run))[step] === state);

  it('runs each step once, and calls each callback and function once', async () => {
    const calls: string[] = [];
    const functionMayEnd = Promise.withResolvers<void>();
    const worker = await startDefinitionWorker(
      bench,
      { project: 'tests', name: 'long' },
      {
        callPipelineHook: async ({ idempotencyKey }) => void calls.push(idempotencyKey),
        async callStepHook({ idempotencyKey }) {
          calls.push(idempotencyKey);
          return {};
        },
        async runFunction({ idempotencyKey }) {
          calls.push(idempotencyKey);
          await heardOfUntil(functionMayEnd.promise);
          return { values: { n: 1 }, code: 'f' };
        },
      },
    );
    const hooks = ['preExecute', 'postExecute', 'onStatusChange'];
    const steps = chain(12, (_, index) => (index % 2 === 0 ? { hooks } : {}));
    const run = await begin('long', [...steps, { name: 'f', kind: 'function' }], { hooks: ['onStart', 'onEnd'] });
    await becomes(run, 's11', 'completed');
    functionMayEnd.resolve();
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    await continued(run, 2);
    assert.deepEqual(
      bench.played,
      steps.map(({ name }) => name),
    );
    assert.deepEqual(calls.toSorted(), [...new Set(calls)].toSorted(), 'no key came twice');
    for (const hook of ['preExecute', 'postExecute'])
      assert.equal(calls.filter((key) => key.includes(`/${hook}/`)).length, 6, hook);
    assert.ok(calls.some((key) => key.includes('onStart')) && calls.some((key) => key.includes('onEnd')));
  });

  it('lets a call that takes long come to its end, and does not stop for it', async () => {
    const calls: string[] = [];
    const mayEnd = Promise.withResolvers<void>();
    const worker = await startDefinitionWorker(
      bench,
      { project: 'tests', name: 'beside' },
      {
        async callStepHook({ idempotencyKey }) {
          calls.push(idempotencyKey);
          await heardOfUntil(mayEnd.promise);
          return {};
        },
      },
    );
    const run = await begin('beside', [...chain(12), bench.task('side', { hooks: ['postExecute'] })]);
    await becomes(run, 's11', 'completed');
    assert.equal(await timesContinued(bench.env, `pipeline-${run}-1`), 0);
    mayEnd.resolve();
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    assert.equal(calls.length, 1);
    assert.equal(bench.played.length, 13);
  });

  it('still waits for a person, is still paused, and still knows that it is to stop', async () => {
    bench.plays.s7 = untilStopped;
    const run = await begin('steered', [
      ...chain(8),
      { name: 'ask', kind: 'approval' },
      bench.task('after', { parents: ['ask'] }),
    ]);
    await becomes(run, 's7', 'running');
    // Each is an update of the workflow: together more than one history holds.
    for (let times = 0; times < 8; times += 1) {
      await bench.update(run, 'pause', {});
      await bench.update(run, 'resume', {});
    }
    await bench.update(run, 'pause', {});
    await continued(run, 2);
    await bench.update(run, 'approve', { step: 'ask', approved: true });
    await becomes(run, 'ask', 'completed');
    assert.equal((await statesOf(bench.db, run)).after, 'pending', 'it is paused');
    await bench.update(run, 'resume', {});
    await becomes(run, 'after', 'completed');
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'enough' });
    assert.equal(await endOf(bench.db, run), 'stopped');
    assert.equal((await viewTask(bench.db, run)).status_reason, 'enough');
    assert.deepEqual(bench.played, [...chain(8).map(({ name }) => name), 'after']);
  });
});

/** As the real worker does: who is not heard of is asked again. */
async function heardOfUntil(end: Promise<void>): Promise<void> {
  const context = Context.current();
  const beats = setInterval(() => context.heartbeat(), 500);
  await end;
  clearInterval(beats);
}
