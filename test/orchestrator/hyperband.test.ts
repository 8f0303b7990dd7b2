import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { createQueue, viewAttempts } from '../support/records.ts';
import { createBaseTask, executeTrial, reportValue, submit, sweepSpec, trialsOf, untilEnded } from '../support/sweep-bench.ts';

/** Brackets that first compare at 1, at 3, and at the most iterations. */
const STRATEGY = { kind: 'hyperband', seed: 4, minIterations: 1, maxIterations: 9, reduction: 3 } as const;
const RUNGS = [[1, 3, 9], [3, 9], [9]];
/** One round of all brackets: of 3 brackets, `ceil(3 / (s + 1) * 3 ** s)` for s = 2, 1, 0. */
const TRIALS = [9, 5, 3];
/** Trials are looked at once a second. */
const ITERATION_MS = 600;
/** What a trial may have done when it hears that it is to stop. */
const OVERSHOOT = 5;

interface RungRow {
  trial: number;
  bracket: number;
  iterations: number;
  score: number;
  promoted: boolean;
}

describe('a sweep by hyperband', function () {
  this.timeout(180_000);
  let bench: DispatchBench;
  let rungs: RungRow[];
  let trials: Awaited<ReturnType<typeof trialsOf>>;
  /** Iterations that each trial's process reported, by task, one list for each time that it was started. */
  const reported = new Map<string, number[][]>();
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    const execute = (run: RunRef) => executeTrial(bench.db, run, train);
    for (const worker of ['one', 'two', 'three', 'four', 'five', 'six'])
      await bench.startAgent({ worker, queues: [queue], execute });
    const baseTask = await createBaseTask(bench.db);
    const limits = { maxTrials: 17, maxConcurrent: 6 };
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask, strategy: STRATEGY, limits }));
    assert.equal((await untilEnded(bench.db, sweep, 120_000)).status, 'completed');
    trials = await trialsOf(bench.db, sweep);
    rungs = await bench.db.em
      .fork()
      .execute<RungRow[]>('select trial, bracket, iterations, score, promoted from sweep_rungs where sweep = ? order by at', [
        sweep,
      ]);
  });
  after(() => bench.release());

  /** Gets better the longer it runs, and never overtakes another one. */
  async function train(task: string, x: number, signal: AbortSignal): Promise<void> {
    const iterations: number[] = [];
    reported.set(task, [...(reported.get(task) ?? []), iterations]);
    for (let iter = 0; !signal.aborted; iter += 1) {
      await reportValue(bench.db, task, { value: x + 1 / (iter + 1), iter });
      iterations.push(iter);
      await sleep(ITERATION_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  it('shares its trials among the brackets', () => {
    const bracketOf = new Map(rungs.map(({ trial, bracket }) => [trial, bracket]));
    assert.deepEqual(
      trials.map(({ number }) => bracketOf.get(number)),
      TRIALS.flatMap((count, bracket) => Array(count).fill(bracket)),
    );
  });

  it('compares each trial at the rungs of its bracket, one after the other, until it is stopped or complete', () => {
    for (const { number, state } of trials) {
      const own = rungs.filter(({ trial }) => trial === number);
      const expected = RUNGS[own[0]!.bracket]!.slice(0, own.length);
      assert.deepEqual(
        own.map(({ iterations }) => iterations),
        expected,
      );
      assert.ok(own.slice(0, -1).every(({ promoted }) => promoted));
      const complete = own.at(-1)!.iterations === STRATEGY.maxIterations;
      assert.equal(state, complete ? 'completed' : 'pruned', `trial ${number}`);
    }
    assert.ok(trials.some(({ state }) => state === 'pruned'));
  });

  it('lets who arrives at a rung go on when it is among the best third of those of its bracket that have arrived', () => {
    const arrived = new Map<string, number[]>();
    for (const { trial, bracket, iterations, score, promoted } of rungs) {
      if (iterations === STRATEGY.maxIterations) continue;
      const before = arrived.get(`${bracket}/${iterations}`) ?? [];
      const all = [...before, score].toSorted((a, b) => a - b);
      const best = all.slice(0, Math.max(1, Math.floor(all.length / 3)));
      assert.equal(promoted, best.includes(score), `trial ${trial} at ${iterations} of bracket ${bracket}: ${score} of ${all}`);
      arrived.set(`${bracket}/${iterations}`, all);
    }
  });

  it('stops the others at the iterations of their rung, and never starts one again that goes on', async () => {
    for (const { number, task } of trials) {
      const last = rungs.findLast(({ trial }) => trial === number)!.iterations;
      const starts = reported.get(task)!;
      assert.equal(starts.length, 1, `trial ${number} was started once`);
      const done = starts[0]!.length - 1;
      assert.ok(done >= last && done <= last + OVERSHOOT, `trial ${number}: ${done} iterations, stopped at ${last}`);
      assert.equal((await viewAttempts(bench.db, task)).length, 1);
    }
  });

  it('has the best of all to the end', () => {
    const best = trials.toSorted((a, b) => (a.parameters['Args/x'] as number) - (b.parameters['Args/x'] as number))[0]!;
    assert.equal(best.state, 'completed');
  });
});
