import assert from 'node:assert/strict';
import { reportSweep } from '../../activities/db/sweeps/report-sweep.ts';
import { retryTask } from '../../activities/db/tasks/retry.ts';
import { stopTask } from '../../activities/db/tasks/stop.ts';
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
  let queue: string;
  let stopOrchestrator: () => Promise<void>;
  let behave: TrialCode;
  /** Trials that run wait until it is opened. */
  let gate: PromiseWithResolvers<void>;
  before(async () => {
    bench = await startDispatchBench();
    stopOrchestrator = await bench.startOrchestrator();
    server = await startTestApi({ temporalAddress: bench.env.address, database: bench });
    queue = await createQueue(bench.db, 'trials');
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

  it('takes the value of a trial that somebody aborted and started again into account', async () => {
    const started = new Set<string>();
    behave = async (task, x, signal) => {
      const isAgain = started.has(task);
      started.add(task);
      if (!isAgain) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      else await reportValue(bench.db, task, { value: started.size === 1 ? -1 : x });
    };
    const sweep = await begin({ limits: { maxTrials: 2, maxConcurrent: 1 } });
    await running(sweep, 1);
    const [first] = await trialsOf(bench.db, sweep);
    await stopTask(bench.db, { task: first!.task, actor: 'user:u', reason: 'by mistake' });
    await eventually('it counts as aborted', async () => (await trialsOf(bench.db, sweep))[0]?.state === 'aborted');
    await retryTask(bench.db, { task: first!.task, actor: 'user:u' });
    await eventually('it has run again', async () => (await view(sweep)).best?.trial === 0);
    const second = await eventually('the second one runs', async () =>
      (await trialsOf(bench.db, sweep)).find(({ number, state }) => number === 1 && state === 'running'),
    );
    await stopTask(bench.db, { task: second.task, actor: 'user:u', reason: 'enough' });
    await untilEnded(bench.db, sweep);
    assert.deepEqual(
      (await trialsOf(bench.db, sweep)).map(({ state, reason, score }) => [state, reason, score === null]),
      [
        ['completed', null, false],
        ['aborted', 'enough', true],
      ],
    );
    assert.deepEqual((await view(sweep)).front, [0]);
  });

  it('says at half of its trials what is left of its budget, and what it uses', async () => {
    let begun = 0;
    behave = async (task, x, signal) => {
      begun += 1;
      if (begun <= 5) return reportValue(bench.db, task, { value: x, iter: 4 });
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([gate.promise, aborted]);
    };
    for (const worker of ['one', 'two', 'three']) await server.call('workers.register', { worker, queues: [queue] });
    const sweep = await begin({ limits: { maxTrials: 10, maxConcurrent: 4, maxIterations: 10 } });
    await eventually('five have ended, three run and one waits', async () => {
      const { completed, running: runs, queued } = (await view(sweep)).trials;
      return completed === 5 && runs === 3 && queued === 1;
    });
    assert.deepEqual((await view(sweep)).budget, { trials: 0.5, iterations: 0.2, computeTime: null, wallClock: null });
    await reportSweep(bench.db, { run: { taskId: sweep, attempt: 1 }, final: false });
    const { data } = await server.call('events.scalar_metrics_iter_histogram', { task: sweep });
    const last = (metric: string) =>
      Object.fromEntries(Object.entries<any>(data[metric]).map(([variant, { x, y }]) => [variant, [x.at(-1), y.at(-1)]]));
    assert.deepEqual(last('remaining budget'), { 'jobs %': [5, 50], 'iterations %': [5, 80] });
    assert.deepEqual(last('resources'), { 'queue workers': [5, 3], 'running tasks': [5, 3], 'pending tasks': [5, 1] });
    gate.resolve();
    await untilEnded(bench.db, sweep);
    assert.equal((await view(sweep)).budget.trials, 1);
  });

  it('shows as its front those that no other one beats in both objectives', async () => {
    behave = async (task, x) => {
      await reportValue(bench.db, task, { value: x });
      await reportValue(bench.db, task, { value: Math.cos(40 * x), metric: 'speed', variant: 'train' });
    };
    const objectives = [
      { title: 'loss', series: 'val', sign: 'min' as const },
      { title: 'speed', series: 'train', sign: 'max' as const },
    ];
    const sweep = await begin({ objectives, limits: { maxTrials: 20 } });
    await untilEnded(bench.db, sweep);
    const points = (await trialsOf(bench.db, sweep)).map(({ number, results: [loss, speed] }) => ({
      ...{ number, loss: loss!, speed: speed! },
    }));
    const front = points.filter(
      (one) => !points.some((other) => other !== one && other.loss <= one.loss && other.speed >= one.speed),
    );
    assert.ok(front.length > 1 && front.length < points.length, `${front.length} of ${points.length}`);
    assert.deepEqual(
      (await view(sweep)).front,
      front.map(({ number }) => number),
    );
  });

  it('leaves its base task as it was, and says of each trial in its table what the record of the clone says', async () => {
    let begun = 0;
    behave = async (task, x) => {
      begun += 1;
      if (begun === 1) throw new Error('crash');
      if (begun > 2) await reportValue(bench.db, task, { value: (x - 0.3) ** 2, iter: begun });
    };
    const recordOf = async (task: string) => (await server.call('tasks.get_by_id', { task })).data.task;
    const before = await recordOf(base);
    const sweep = await begin({ limits: { maxTrials: 6 } });
    await untilEnded(bench.db, sweep);
    assert.deepEqual(await recordOf(base), before);
    const rows = await summaryRows(sweep);
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(rows.map((row) => row['task id']!.task).toSorted(), trials.map(({ task }) => task).toSorted());
    for (const { 'task id': link, ...row } of rows) {
      const { project, status, last_metrics: metrics, last_iteration: iteration, hyperparams } = await recordOf(link!.task);
      const [curve] = Object.values<any>(metrics).flatMap((variants) => Object.values<any>(variants));
      const state = status === 'completed' && !curve ? 'silent' : status;
      assert.equal(link!.project, project);
      assert.deepEqual(row, {
        ...{ status: state, objective: curve?.value ?? '', iteration },
        'Args/x': hyperparams.Args.x.value,
      });
    }
    assert.deepEqual(
      rows
        .slice(4)
        .map(({ status }) => status)
        .toSorted(),
      ['failed', 'silent'],
    );
  });

  /** The table on the controller task, one object for each of its rows. */
  async function summaryRows(sweep: string): Promise<any[]> {
    const { data } = await server.call('events.get_task_plots', { task: sweep });
    const plot = data.plots.find(({ metric }: { metric: string }) => metric === 'summary').plot_str;
    const { header, cells } = JSON.parse(plot).data[0];
    return cells.values[0].map((link: string, row: number) => ({
      ...Object.fromEntries(header.values.map((name: string, column: number) => [name, cells.values[column][row]])),
      'task id': /^<a href="\/projects\/(?<project>\w+)\/tasks\/(?<task>\w+)"> \k<task> <\/a>$/.exec(link)?.groups,
    }));
  }

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

  it('answers so many of its best trials as are asked for, in the order of its table, and refuses to answer none', async () => {
    behave = async (task, x) => {
      if (x < 0.6) throw new Error('crash');
      await reportValue(bench.db, task, { value: (x - 0.8) ** 2 });
    };
    const sweep = await begin({ objectives: [{ title: 'loss', series: 'val', sign: 'max' }] });
    await untilEnded(bench.db, sweep);
    const counted = (await trialsOf(bench.db, sweep)).filter(({ state }) => state === 'completed');
    assert.ok(counted.length > 3 && counted.length < 10, `${counted.length} trials count`);
    const sorted = counted.toSorted((a, b) => b.results[0]! - a.results[0]!).map(({ task }) => task);
    const top = async (count: number | string) => server.request('GET', `/api/sweeps/${sweep}/trials?top=${count}`);
    const tasks = ({ body }: Awaited<ReturnType<typeof top>>) => body.trials.map(({ task }: { task: string }) => task);
    assert.deepEqual(tasks(await top(3)), sorted.slice(0, 3));
    assert.deepEqual(tasks(await top(1000)), sorted);
    for (const wrong of [0, -1, 1.5, 'many']) {
      const { status, body } = await top(wrong);
      assert.deepEqual([status, body.error.field], [400, 'top'], `${wrong}`);
    }
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
