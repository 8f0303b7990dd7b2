import assert from 'node:assert/strict';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { createQueue, viewAttempts } from '../support/records.ts';
import { createBaseTask, executeTrial, reportValue, submit, sweepSpec, trialsOf, untilEnded } from '../support/sweep-bench.ts';
import { suggestingContinueAsNew } from '../support/temporal.ts';
import { timesContinued } from '../support/workflow-runs.ts';

/** Temporal suggests to go on as a new run after so many events. */
const LONGEST_HISTORY = 60;
const TRIALS = 40;
const AT_A_TIME = 3;

describe('sweepWorkflow that goes on as a new run of itself', function () {
  this.timeout(120_000);
  let bench: DispatchBench;
  let base: string;
  let running = 0;
  let most = 0;
  before(async () => {
    bench = await startDispatchBench(suggestingContinueAsNew(LONGEST_HISTORY));
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    base = await createBaseTask(bench.db);
    const execute = (run: RunRef) =>
      executeTrial(bench.db, run, async (task, x) => {
        running += 1;
        most = Math.max(most, running);
        await reportValue(bench.db, task, { value: x });
        running -= 1;
      });
    for (const worker of ['a', 'b', 'c', 'd']) await bench.startAgent({ worker, queues: [queue], execute });
  });
  after(() => bench.release());

  const update = (sweep: string, name: string, argument: object = {}) =>
    bench.env.client.workflow.getHandle(`sweep-${sweep}-1`).executeUpdate(name, { args: [{ ...argument, by: 'user:u' }] });
  const continued = (sweep: string, times: number) =>
    eventually(
      `the workflow has gone on ${times} times`,
      async () => (await timesContinued(bench.env, `sweep-${sweep}-1`)) >= times,
    );
  const assertEachOnce = async (sweep: string) => {
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(
      trials.map(({ number, state }) => [number, state]),
      Array.from({ length: TRIALS }, (_, number) => [number, 'completed']),
    );
    assert.equal(new Set(trials.map(({ parameters }) => parameters['Args/x'])).size, TRIALS, 'no point was tried twice');
    for (const { task } of trials) assert.equal((await viewAttempts(bench.db, task)).length, 1);
    return trials;
  };

  it('runs each trial once, and never more at a time than allowed', async () => {
    const { sweep } = await submit(
      bench.db,
      sweepSpec({ baseTask: base, limits: { maxTrials: TRIALS, maxConcurrent: AT_A_TIME } }),
    );
    assert.equal((await untilEnded(bench.db, sweep, 90_000)).status, 'completed');
    await continued(sweep, 2);
    await assertEachOnce(sweep);
    assert.ok(most <= AT_A_TIME, `${most} at a time`);
  });

  it('still is paused, and still has the trials by hand that wait', async () => {
    const { sweep } = await submit(
      bench.db,
      sweepSpec({ baseTask: base, limits: { maxTrials: TRIALS, maxConcurrent: AT_A_TIME } }),
    );
    await eventually('it runs', async () => (await trialsOf(bench.db, sweep)).length >= AT_A_TIME);
    await update(sweep, 'pause');
    const byHand = Array.from({ length: 12 }, (_, index) => 0.1 + index / 1000);
    for (const x of byHand) await update(sweep, 'addTrial', { parameters: { 'Args/x': x } });
    await continued(sweep, 1);
    const paused = await trialsOf(bench.db, sweep);
    assert.ok(paused.length < TRIALS - byHand.length, 'it is paused');
    await update(sweep, 'resume');
    assert.equal((await untilEnded(bench.db, sweep, 90_000)).status, 'completed');
    const points = (await assertEachOnce(sweep)).map(({ parameters }) => parameters['Args/x']);
    for (const x of byHand) assert.ok(points.includes(x), `${x} was tried`);
  });
});
