import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { createQueue } from '../support/records.ts';
import {
  createBaseTask,
  executeTrial,
  reportValue,
  type SpecOverrides,
  submit,
  sweepSpec,
  type TrialCode,
  trialsOf,
  untilEnded,
} from '../support/sweep-bench.ts';

const COUNT = { maxTrials: 4, maxConcurrent: 2 };

describe('the limits of a sweep', () => {
  let bench: DispatchBench;
  let base: string;
  let behave: TrialCode;
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    base = await createBaseTask(bench.db);
    const execute = (run: RunRef) => executeTrial(bench.db, run, (...trial) => behave(...trial));
    for (const worker of ['one', 'two']) await bench.startAgent({ worker, queues: [queue], execute });
  });
  after(() => bench.release());

  const begin = (overrides: SpecOverrides) => submit(bench.db, sweepSpec({ baseTask: base, ...overrides }));
  /** Reports once and goes on until it is stopped. */
  const endless: TrialCode = async (task, x, signal) => {
    await reportValue(bench.db, task, { value: x, iter: 1 });
    await sleep(60_000, undefined, { signal }).catch(() => {});
  };

  it('on iterations stop a trial that reports more, and count it', async () => {
    behave = async (task, x, signal) => {
      for (let iter = 0; !signal.aborted; iter += 1) {
        await reportValue(bench.db, task, { value: x, iter });
        await sleep(100);
      }
    };
    const { sweep } = await begin({ limits: { ...COUNT, maxTrials: 2, maxIterations: 10 } });
    assert.equal((await untilEnded(bench.db, sweep)).status, 'completed');
    for (const { state, reason, iteration } of await trialsOf(bench.db, sweep)) {
      assert.deepEqual([state, reason], ['completed', 'reached 10 iterations']);
      assert.ok(iteration >= 10 && iteration < 200, `${iteration} iterations`);
    }
  });

  it("on one trial's time stop it, and count it", async () => {
    behave = endless;
    const { sweep } = await begin({ limits: { ...COUNT, trialTimeMs: 700 } });
    assert.equal((await untilEnded(bench.db, sweep)).status, 'completed');
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(
      trials.map(({ state, reason }) => [state, reason]),
      Array(4).fill(['completed', 'time limit of one trial: 0.7 s']),
    );
    for (const { started, ended } of trials) {
      const ran = (ended?.getTime() ?? 0) - (started?.getTime() ?? 0);
      assert.ok(ran >= 700, `ran for ${ran} ms`);
    }
  });

  it("on all trials' time together end the sweep and what runs", async () => {
    behave = endless;
    const { sweep } = await begin({ limits: { ...COUNT, maxTrials: null, trialTimeMs: 500, computeTimeMs: 2000 } });
    const end = await untilEnded(bench.db, sweep);
    assert.deepEqual([end.status, end.status_reason], ['completed', 'compute time limit']);
    const trials = await trialsOf(bench.db, sweep);
    assert.ok(trials.length >= 2 && trials.length <= 6, `${trials.length} trials`);
    assert.ok(trials.every(({ ended }) => ended !== null));
  });

  it('on the wall clock end the sweep and abort what runs', async () => {
    behave = endless;
    const { sweep } = await begin({ limits: { ...COUNT, wallClockMs: 1500 } });
    const end = await untilEnded(bench.db, sweep);
    assert.deepEqual([end.status, end.status_reason], ['completed', 'time limit of the sweep']);
    for (const { state } of await trialsOf(bench.db, sweep)) assert.equal(state, 'aborted');
  });
});
