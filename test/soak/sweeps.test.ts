import assert from 'node:assert/strict';
import { percentile } from '../../bench/report.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { startOrchestratorProcess } from '../support/orchestrator-process.ts';
import { createQueue, viewAttempts, viewTask } from '../support/records.ts';
import {
  createBaseTask,
  executeTrial,
  mostAtOnce,
  reportValue,
  slotGaps,
  submit,
  sweepSpec,
  type TrialRow,
  trialsOf,
  untilEnded,
} from '../support/sweep-bench.ts';
import { timesContinued } from '../support/workflow-runs.ts';

const AGENTS = 8;
/** `PERDURA_SOAK_TRIALS` of the large study; by default as many as a machine does in a quarter of an hour. */
const MANY = Number(process.env.PERDURA_SOAK_TRIALS ?? 10_000);
/** Of the study whose orchestrator is killed. */
const DISTURBED = Number(process.env.PERDURA_SOAK_DISTURBED_TRIALS ?? 200);
const DEADLINE_MS = 3_600_000;
const KILLS = 9;
const SLOTS = 12;

describe('sweeps for long', function () {
  this.timeout(DEADLINE_MS + 60_000);
  let bench: DispatchBench;
  let baseTask: string;
  let stopOrchestrator: () => Promise<void>;
  beforeEach(async () => {
    bench = await startDispatchBench();
    stopOrchestrator = await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    baseTask = await createBaseTask(bench.db);
    const execute = (run: RunRef) => executeTrial(bench.db, run, (task, x) => reportValue(bench.db, task, { value: x }));
    await Promise.all(
      Array.from({ length: AGENTS }, (_, i) => bench.startAgent({ worker: `pretend-${i}`, queues: [queue], execute })),
    );
  });
  afterEach(() => bench.release());

  it(`lose no trial of ${DISTURBED} and count none twice while kill -9 ends the orchestrator ${KILLS} times`, async () => {
    await stopOrchestrator();
    let orchestrator = await startOrchestratorProcess(bench);
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask, limits: { maxTrials: DISTURBED, maxConcurrent: SLOTS } }));
    for (let kill = 1; kill <= KILLS; kill++) {
      const due = Math.round((kill * DISTURBED) / (KILLS + 1));
      await eventually(`${due} trials have ended`, async () => (await countEnded(bench, sweep)) >= due, {
        deadlineMs: DEADLINE_MS,
      });
      await orchestrator.end('SIGKILL');
      orchestrator = await startOrchestratorProcess(bench);
    }
    await untilEnded(bench.db, sweep, DEADLINE_MS);
    await orchestrator.end('SIGKILL');
    const trials = await trialsOf(bench.db, sweep);
    checkNumbers(trials, DISTURBED);
    assert.ok(mostAtOnce(trials) <= SLOTS, `${mostAtOnce(trials)} trials at a time`);
    for (const { task, state } of trials) {
      assert.deepEqual([state, (await viewTask(bench.db, task)).status], ['completed', 'completed']);
      assert.equal((await viewAttempts(bench.db, task)).length, 1, `trial ${task} ran once`);
    }
    assert.equal(await countTasks(bench, sweep), DISTURBED);
  });

  it(`go through ${MANY} trials of one study, going on as new runs of the workflow, with never more trials at a time than allowed`, async () => {
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask, limits: { maxTrials: MANY, maxConcurrent: 2 * AGENTS } }));
    assert.equal((await untilEnded(bench.db, sweep, DEADLINE_MS)).status, 'completed');
    const trials = await trialsOf(bench.db, sweep);
    assert.ok(mostAtOnce(trials) <= 2 * AGENTS, `${mostAtOnce(trials)} trials at a time`);
    checkNumbers(trials, MANY);
    assert.equal(await countTasks(bench, sweep), MANY);
    const waited = percentile(slotGaps(trials, 2 * AGENTS), 50);
    assert.ok(waited < 1000, `a free slot waited for ${waited} ms`);
    const continued = await timesContinued(bench.env, `sweep-${sweep}-1`);
    // A trial makes three events or more, and Temporal suggests it after 1,000.
    assert.ok(MANY < 500 || continued > 0, `${continued} runs went on as new ones`);
    console.log(
      `      ${continued} runs of the workflow went on as new ones; half of the free slots waited for less than ${waited} ms`,
    );
  });
});

function checkNumbers(trials: TrialRow[], count: number): void {
  assert.deepEqual(
    trials.map(({ number }) => number),
    Array.from({ length: count }, (_, number) => number),
  );
  assert.equal(new Set(trials.map(({ task }) => task)).size, count);
  assert.equal(new Set(trials.map(({ parameters }) => parameters['Args/x'])).size, count);
}

const countEnded = async ({ db }: DispatchBench, sweep: string): Promise<number> =>
  (await trialsOf(db, sweep)).filter(({ state }) => state === 'completed').length;

async function countTasks({ db }: DispatchBench, sweep: string): Promise<number> {
  const [row] = await db.em
    .fork()
    .execute<{ amount: number }[]>('select count(*)::int as amount from tasks where parent = ?', [sweep]);
  return row?.amount ?? 0;
}
