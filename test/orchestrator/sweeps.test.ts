import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { type StrategyAnswer, type StrategyCall, strategyTaskQueue } from '../../workflows/contracts/sweep-hooks.ts';
import { startStrategyWorker } from '../support/definition-worker.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { createQueue, viewTask } from '../support/records.ts';
import {
  createBaseTask,
  executeTrial,
  mostAtOnce,
  reportValue,
  submit,
  sweepSpec,
  type TrialCode,
  taskParameters,
  trialsOf,
  untilEnded,
} from '../support/sweep-bench.ts';

describe('a sweep', () => {
  let bench: DispatchBench;
  let base: string;
  let behave: TrialCode;
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    base = await createBaseTask(bench.db);
    const execute = (run: RunRef) => executeTrial(bench.db, run, (...trial) => behave(...trial));
    for (const worker of ['one', 'two', 'three', 'four']) await bench.startAgent({ worker, queues: [queue], execute });
  });
  beforeEach(() => {
    behave = (task, x) => reportValue(bench.db, task, { value: (x - 0.3) ** 2 });
  });
  after(() => bench.release());

  it('runs as many trials as it may, never more at a time than allowed, and ends completed', async () => {
    let running = 0;
    let most = 0;
    behave = async (task, x) => {
      running += 1;
      most = Math.max(most, running);
      await reportValue(bench.db, task, { value: (x - 0.3) ** 2 });
      running -= 1;
    };
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask: base }));
    const end = await untilEnded(bench.db, sweep);
    assert.deepEqual([end.status, end.status_reason], ['completed', 'all trials ended']);
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(
      trials.map(({ number, state }) => [number, state]),
      Array.from({ length: 10 }, (_, number) => [number, 'completed']),
    );
    for (const { results, parameters } of trials) assert.equal(results[0], ((parameters['Args/x'] as number) - 0.3) ** 2);
    assert.ok(most <= 3, `${most} trials ran at a time`);
    assert.equal((await viewTask(bench.db, base)).status, 'created');
  });

  it('goes through a grid once, in parameters of their own types', async () => {
    const space = {
      'Args/n': { kind: 'choice', values: [1, 2, 3] },
      'Args/flag': { kind: 'choice', values: [true, false] },
      both: { kind: 'set', values: [{ 'Args/x': 1, 'Args/layers': [4, 4] }] },
    };
    const { sweep } = await submit(
      bench.db,
      sweepSpec({ baseTask: base, space: space as never, strategy: { kind: 'grid' }, limits: { maxTrials: null } }),
    );
    const end = await untilEnded(bench.db, sweep);
    assert.deepEqual([end.status, end.status_reason], ['completed', 'every point was tried']);
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(
      trials.map(({ parameters, state }) => `${parameters['Args/n']} ${parameters['Args/flag']} ${state}`).toSorted(),
      [1, 2, 3].flatMap((n) => [`${n} false completed`, `${n} true completed`]),
    );
    const [first] = trials;
    assert.deepEqual(await taskParameters(bench.db, first?.task ?? ''), {
      'Args/x': { value: '1.0', type: 'float' },
      'Args/n': { value: '1', type: 'int' },
      'Args/flag': { value: 'True', type: 'bool' },
      'Args/layers': { value: '[4,4]', type: 'list' },
    });
  });

  it('fills each slot that is freed while there is work left, in whatever order trials end, and never more than it has', async () => {
    const running = new Map<string, () => void>();
    behave = async (task) => {
      await new Promise<void>((resolve) => running.set(task, resolve));
      await reportValue(bench.db, task, { value: 1 });
    };
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask: base, limits: { maxTrials: 14, maxConcurrent: 3 } }));
    const open = async () => (await trialsOf(bench.db, sweep)).filter(({ ended }) => ended === null).length;
    const endSome = (count: number) => {
      for (const [task, end] of [...running].toSorted(() => Math.random() - 0.5).slice(0, count)) {
        running.delete(task);
        end();
      }
    };
    for (const count of [1, 2, 1, 3, 1, 1, 2]) {
      await eventually('three trials run', () => running.size === 3);
      assert.equal(await open(), 3);
      endSome(count);
    }
    await eventually('the last three run', () => running.size === 3);
    endSome(3);
    await untilEnded(bench.db, sweep);
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual([trials.length, mostAtOnce(trials)], [14, 3]);
  });

  it('takes trials that fail, report nothing or no number as results, and keeps the best in view', async () => {
    let count = 0;
    behave = async (task, x) => {
      count += 1;
      if (count === 1) throw new Error('crash');
      if (count === 2) return;
      await reportValue(bench.db, task, { value: count === 3 ? Number.NaN : x });
    };
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask: base, keepTop: 3, limits: { maxConcurrent: 1 } }));
    assert.equal((await untilEnded(bench.db, sweep)).status, 'completed');
    const trials = await trialsOf(bench.db, sweep);
    assert.deepEqual(
      trials.slice(0, 4).map(({ state }) => state),
      ['failed', 'silent', 'invalid', 'completed'],
    );
    const kept = await bench.db.em
      .fork()
      .execute<{ id: string }[]>(`select id from tasks where parent = ? and not 'archived' = any(system_tags)`, [sweep]);
    const best = trials.filter(({ score }) => score !== null).toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0));
    assert.deepEqual(
      kept.map(({ id }) => id).toSorted(),
      best
        .slice(0, 3)
        .map(({ task }) => task)
        .toSorted(),
    );
  });

  it('stops trials at their rungs by what they had reported there, and lets the others go on', async () => {
    behave = async (task, x, signal) => {
      for (let iter = 0; !signal.aborted; iter += 1) {
        await reportValue(bench.db, task, { value: x, iter });
        await sleep(250);
      }
    };
    const strategy = { kind: 'asha', seed: 4, minIterations: 1, maxIterations: 9, reduction: 3 } as const;
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask: base, strategy, limits: { maxTrials: 9 } }));
    assert.equal((await untilEnded(bench.db, sweep, 60_000)).status, 'completed');
    const trials = await trialsOf(bench.db, sweep);
    const rungs = await bench.db.em
      .fork()
      .execute<{ trial: number; iterations: number; promoted: boolean }[]>(
        'select trial, iterations, promoted from sweep_rungs where sweep = ?',
        [sweep],
      );
    for (const { number, state } of trials) {
      const lost = rungs.some(({ trial, iterations, promoted }) => trial === number && !promoted && iterations < 9);
      assert.equal(state, lost ? 'pruned' : 'completed', `trial ${number}`);
    }
    assert.ok(trials.some(({ state }) => state === 'pruned'));
  });

  it('prunes no trial before the iterations that it is to be left, however bad it is', async () => {
    behave = async (task, x, signal) => {
      for (let iter = 0; !signal.aborted; iter += 1) {
        await reportValue(bench.db, task, { value: x, iter });
        await sleep(100);
      }
    };
    const strategy = { kind: 'asha', seed: 4, minIterations: 1, maxIterations: 27, reduction: 3 } as const;
    const limits = { maxTrials: 6, maxConcurrent: 4, minIterations: 5 };
    const { sweep } = await submit(bench.db, sweepSpec({ baseTask: base, strategy, limits }));
    assert.equal((await untilEnded(bench.db, sweep, 60_000)).status, 'completed');
    const rungs = await bench.db.em
      .fork()
      .execute<{ iterations: number; promoted: boolean }[]>('select iterations, promoted from sweep_rungs where sweep = ?', [
        sweep,
      ]);
    const lost = rungs.filter(({ promoted }) => !promoted).map(({ iterations }) => iterations);
    assert.ok(
      lost.every((iterations) => iterations >= 5),
      lost.join(),
    );
    assert.equal(rungs.filter(({ iterations }) => iterations < 5).length, 2 * 6, 'each passed the rungs at 1 and 3');
    const pruned = (await trialsOf(bench.db, sweep)).filter(({ state }) => state === 'pruned');
    assert.ok(pruned.length > 0 && pruned.every(({ iteration }) => iteration >= 5));
  });

  it('puts its trials into the project that is named, under names as they are written', async () => {
    const names = { trialProject: 'elsewhere/trials', trialName: 'try {number} of {name}: {parameters}' };
    const space = { 'Args/x': { kind: 'choice', values: [0.123456] } };
    const { sweep } = await submit(
      bench.db,
      sweepSpec({ baseTask: base, ...names, space: space as never, limits: { maxTrials: 1 } }),
    );
    await untilEnded(bench.db, sweep);
    const placeOf = async (id: string) =>
      (
        await bench.db.em
          .fork()
          .execute<{ name: string; project: string }[]>(
            'select t.name, p.name as project from tasks t join projects p on p.id = t.project where t.parent = ?',
            [id],
          )
      )[0];
    assert.deepEqual(await placeOf(sweep), { name: 'try 0 of study: x=0.1235', project: 'elsewhere/trials' });
    const { sweep: plain } = await submit(
      bench.db,
      sweepSpec({ baseTask: base, space: space as never, limits: { maxTrials: 1 } }),
    );
    await untilEnded(bench.db, plain);
    assert.deepEqual(await placeOf(plain), { name: 'study #0: x=0.1235', project: 'sweeps/study' });
  });

  it('asks a strategy of one’s own, stops what that gives up, and ends when it is done', async () => {
    behave = async (task, x, signal) => {
      await reportValue(bench.db, task, { value: x });
      while (x === 0.9 && !signal.aborted) await sleep(50);
    };
    const strategy = { kind: 'custom', name: 'mine' } as const;
    const { sweep } = await submit(bench.db, sweepSpec({ name: 'own', baseTask: base, strategy, limits: { maxTrials: null } }));
    const activity = async () =>
      (await bench.db.em.fork().execute<{ activity: string }[]>('select activity from sweeps where task = ?', [sweep]))[0]
        ?.activity;
    await eventually('it says for whom it waits', async () => (await activity()) === 'waits for the worker of strategy mine');
    const calls: StrategyCall[] = [];
    const answers: Partial<StrategyAnswer>[] = [
      { trials: [{ parameters: { 'Args/x': 0.9 } }, { parameters: { 'Args/x': 0.1 } }] },
      { trials: [{ parameters: { 'Args/x': 0.2 } }], prune: [0] },
      { done: true },
    ];
    const worker = await startStrategyWorker(bench, strategyTaskQueue('sweeps', 'own'), async (call) => {
      const known = calls.findIndex(({ next }) => next === call.next);
      if (known < 0) calls.push(call);
      return { trials: [], done: false, prune: [], ...answers[known < 0 ? calls.length - 1 : known] };
    });
    const end = await untilEnded(bench.db, sweep);
    await worker.stop();
    assert.equal(end.status, 'completed');
    assert.deepEqual(
      (await trialsOf(bench.db, sweep)).map(({ parameters, state }) => [parameters['Args/x'], state]),
      [
        [0.9, 'pruned'],
        [0.1, 'completed'],
        [0.2, 'completed'],
      ],
    );
    const [first, second] = calls;
    assert.deepEqual([first?.count, first?.next, first?.strategy, first?.pending], [3, 0, 'mine', []]);
    assert.ok(second?.pending.some(({ number }) => number === 0));
  });
});
