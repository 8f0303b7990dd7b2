import assert from 'node:assert/strict';
import { retryTask } from '../../activities/db/tasks/retry.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { startTestApi, type TestApi } from '../support/api-server.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { createQueue, viewTask } from '../support/records.ts';
import {
  createBaseTask,
  executeTrial,
  reportValue,
  type SpecOverrides,
  sweepSpec,
  type TrialCode,
  trialsOf,
  untilEnded,
} from '../support/sweep-bench.ts';

describe('a sweep that runs', () => {
  let bench: DispatchBench;
  let server: TestApi;
  let base: string;
  let stopOrchestrator: () => Promise<void>;
  let behave: TrialCode;
  /** Trials that run wait until it is opened. */
  let gate: PromiseWithResolvers<void>;
  before(async () => {
    bench = await startDispatchBench();
    stopOrchestrator = await bench.startOrchestrator();
    server = await startTestApi({ temporalAddress: bench.env.address, database: bench });
    const queue = await createQueue(bench.db, 'trials');
    base = await createBaseTask(bench.db);
    const execute = (run: RunRef) => executeTrial(bench.db, run, (...trial) => behave(...trial));
    for (const worker of ['one', 'two', 'three']) await bench.startAgent({ worker, queues: [queue], execute });
  });
  beforeEach(() => {
    gate = Promise.withResolvers();
    behave = async (task, x, signal) => {
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([gate.promise, aborted]);
      if (!signal.aborted) await reportValue(bench.db, task, { value: x });
    };
  });
  after(async () => {
    await server.release();
    await bench.release();
  });

  const begin = async (overrides: SpecOverrides = {}): Promise<string> => {
    const { status, body } = await server.request('POST', '/api/sweeps', { spec: sweepSpec({ baseTask: base, ...overrides }) });
    assert.equal(status, 200, JSON.stringify(body));
    return body.sweep;
  };
  const post = (sweep: string, action: string, body: unknown = {}) =>
    server.request('POST', `/api/sweeps/${sweep}/${action}`, body);
  const view = async (sweep: string) => (await server.request('GET', `/api/sweeps/${sweep}`)).body;
  const running = (sweep: string, count: number) =>
    eventually(`${count} trials run`, async () => (await view(sweep)).trials.running === count);

  it('pauses, takes a trial by hand and goes on when resumed', async () => {
    const sweep = await begin({ limits: { maxTrials: 5, maxConcurrent: 2 } });
    await running(sweep, 2);
    assert.equal((await post(sweep, 'pause')).status, 200);
    const { body: added } = await post(sweep, 'trials', { parameters: { 'Args/x': 0.25 } });
    assert.equal(added.number, 2);
    gate.resolve();
    await eventually('both trials end', async () => (await view(sweep)).trials.completed === 2);
    const paused = await view(sweep);
    assert.deepEqual([paused.paused, paused.status, (await trialsOf(bench.db, sweep)).length], [true, 'in_progress', 2]);
    assert.match(paused.activity, /^paused by /);
    assert.equal((await post(sweep, 'resume')).status, 200);
    assert.equal((await untilEnded(bench.db, sweep)).status, 'completed');
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual([trials.length, trials[2]?.parameters], [5, { 'Args/x': 0.25 }]);
    const { body } = await server.request('GET', `/api/sweeps/${sweep}/history`);
    const texts = body.events.map(({ text }: { text: string }) => text);
    assert.deepEqual(
      texts.filter((text: string) => /paused|resumed|by hand/.test(text)),
      ['paused', 'trial 2 added by hand: {"Args/x":0.25}', 'resumed'],
    );
  });

  it('goes on with more trials when its limit is raised, within a space that is narrowed', async () => {
    const sweep = await begin({ limits: { maxTrials: 2, maxConcurrent: 2 } });
    await running(sweep, 2);
    const space = { 'Args/x': { kind: 'uniform', min: 0.4, max: 0.5, step: null } };
    const changed = await post(sweep, 'change', { limits: { maxTrials: 6 }, space });
    assert.deepEqual([changed.status, changed.body], [200, { accepted: true }]);
    gate.resolve();
    await untilEnded(bench.db, sweep);
    const trials = await trialsOf(bench.db, sweep);
    assert.equal(trials.length, 6);
    for (const { parameters } of trials.slice(2)) {
      const x = parameters['Args/x'] as number;
      assert.ok(x >= 0.4 && x <= 0.5, `${x}`);
    }
  });

  it('refuses a wider space, parameters outside it and limits that make no sense, with the field at fault', async () => {
    const sweep = await begin({ limits: { maxTrials: 2, maxConcurrent: 2 } });
    await running(sweep, 2);
    const wider = await post(sweep, 'change', { space: { 'Args/x': { kind: 'uniform', min: -1, max: 1, step: null } } });
    assert.deepEqual([wider.status, wider.body.error.field], [400, 'space.Args/x']);
    const limit = await post(sweep, 'change', { limits: { maxTrials: -3 } });
    assert.deepEqual([limit.status, limit.body.error.field], [400, 'limits.maxTrials']);
    const outside = await post(sweep, 'trials', { parameters: { 'Args/x': 7 } });
    assert.match(outside.body.error.message, /parameters\.Args\/x: 7 is not allowed; a number from 0 to 1/);
    const full = await post(sweep, 'trials', { parameters: { 'Args/x': 0.5 } });
    assert.match(full.body.error.message, /limits\.maxTrials: 2 trials were started already/);
    gate.resolve();
    await untilEnded(bench.db, sweep);
    const late = await post(sweep, 'pause');
    assert.match(late.body.error.message, /is completed; only one that runs can be changed/);
  });

  it('stops with the trials that run', async () => {
    const sweep = await begin();
    await running(sweep, 3);
    await post(sweep, 'stop', { reason: 'enough' });
    const end = await untilEnded(bench.db, sweep);
    assert.deepEqual([end.status, end.status_reason], ['stopped', 'enough']);
    const trials = await trialsOf(bench.db, sweep);
    assert.ok(trials.length >= 3);
    for (const { state, task } of trials) {
      assert.equal(state, 'aborted');
      assert.equal((await viewTask(bench.db, task)).status, 'stopped');
    }
  });

  it('takes the value of a trial that is run again into account', async () => {
    const failing = new Set<string>();
    behave = async (task, x) => {
      if (failing.size === 0) {
        failing.add(task);
        throw new Error('crash');
      }
      if (!failing.has(task)) await gate.promise;
      await reportValue(bench.db, task, { value: failing.has(task) ? -1 : x });
    };
    const sweep = await begin({ limits: { maxTrials: 3, maxConcurrent: 2 } });
    const failed = await eventually('one fails', async () =>
      (await trialsOf(bench.db, sweep)).find(({ state }) => state === 'failed'),
    );
    await retryTask(bench.db, { task: failed.task, actor: 'user:u' });
    await eventually('it has run again', async () => (await view(sweep)).best?.value === -1);
    gate.resolve();
    await untilEnded(bench.db, sweep);
    assert.deepEqual(
      (await trialsOf(bench.db, sweep)).map(({ state }) => state),
      ['completed', 'completed', 'completed'],
    );
  });

  it('goes on after the orchestrator was away, without a trial too many', async () => {
    const sweep = await begin({ limits: { maxTrials: 8, maxConcurrent: 3 } });
    await running(sweep, 3);
    await stopOrchestrator();
    gate.resolve();
    stopOrchestrator = await bench.startOrchestrator();
    await untilEnded(bench.db, sweep, 60_000);
    const trials = await trialsOf(bench.db, sweep);
    assert.equal(trials.length, 8);
    for (const { task, state } of trials) assert.deepEqual([state, (await viewTask(bench.db, task)).attempt], ['completed', 1]);
  });

  it('shows its best trials, its budget and its summary on the controller task', async () => {
    gate.resolve();
    const objectives = [{ title: 'loss', series: 'val', sign: 'min' as const }];
    const sweep = await begin({ objectives, limits: { maxTrials: 10, maxConcurrent: 3 } });
    await untilEnded(bench.db, sweep);
    const seen = await view(sweep);
    const { body } = await server.request('GET', `/api/sweeps/${sweep}/trials`);
    const best = body.trials.toSorted((a: any, b: any) => a.values[0] - b.values[0])[0];
    assert.deepEqual(seen.front, [best.number]);
    assert.deepEqual(seen.best, { trial: best.number, task: best.task, value: best.values[0] });
    assert.deepEqual(seen.budget, { trials: 1, iterations: null, computeTime: null, wallClock: null });
    assert.deepEqual(seen.importance, { 'Args/x': 1 });
    const { data } = await server.call('events.get_task_plots', { task: sweep });
    const metrics = data.plots.map(({ metric }: { metric: string }) => metric).toSorted();
    assert.deepEqual(metrics, ['Optimization Objective', 'Parallel Coordinates', 'summary']);
    const table = JSON.parse(data.plots.find(({ metric }: { metric: string }) => metric === 'summary').plot_str);
    assert.deepEqual(table.data[0].header.values, ['task id', 'status', 'objective', 'iteration', 'Args/x']);
    assert.equal(table.data[0].cells.values[0].length, 10);
    const { body: list } = await server.request('GET', '/api/sweeps');
    assert.ok(list.sweeps.some(({ id, best: first }: any) => id === sweep && first.value === best.values[0]));
  });
});
