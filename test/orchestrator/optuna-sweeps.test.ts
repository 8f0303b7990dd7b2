import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../activities/db/orm.ts';
import { listSweeps } from '../../activities/db/sweeps/list-sweeps.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from '../support/dispatch-bench.ts';
import { eventually } from '../support/eventually.ts';
import { provideOptunaOrSkip } from '../support/optuna.ts';
import { createQueue } from '../support/records.ts';
import {
  createBaseTask,
  executeTrial,
  reportValue,
  submit,
  sweepSpec,
  type TrialRow,
  trialsOf,
  untilEnded,
} from '../support/sweep-bench.ts';

const LAST_ITERATION = 9;
const TRIALS = 20;
/** What BOHB does: a model of all parameters together, and brackets of successive halving. */
const STRATEGY = {
  kind: 'optuna',
  seed: 3,
  sampler: { name: 'TPESampler', arguments: { multivariate: true, n_startup_trials: 2 } },
  pruner: { name: 'HyperbandPruner', arguments: { min_resource: 1, max_resource: LAST_ITERATION, reduction_factor: 3 } },
} as const;

/** What Optuna keeps with a trial. */
async function notesOf(db: Db, task: string): Promise<Record<string, unknown>> {
  const [row] = await db.em
    .fork()
    .execute<{ notes: Record<string, unknown> | null }[]>(`select sampler -> 'trial' as notes from sweep_trials where task = ?`, [
      task,
    ]);
  return row?.notes ?? {};
}

/** What a trial had reported when it was judged at each of its rungs. */
const rungValues = (notes: Record<string, unknown>): unknown[] =>
  Object.entries(notes).flatMap(([key, value]) => (key.startsWith('completed_rung_') ? [value] : []));

/** Hardly gets better, and never overtakes another one. */
const valueAt = (x: number, iter: number): number => (x - 0.3) ** 2 + 1e-9 / (iter + 1);

describe("a sweep by Optuna's TPE and hyperband", function () {
  this.timeout(900_000);
  let bench: DispatchBench;
  let sweep: string;
  let end: Awaited<ReturnType<typeof untilEnded>>;
  let trials: TrialRow[];
  /** Trials that went wrong in a way of their own, by their task. */
  const odd = new Map<string, 'failed' | 'silent' | 'invalid'>();
  before(async function () {
    await provideOptunaOrSkip(this);
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'trials');
    const baseTask = await createBaseTask(bench.db);
    const execute = (run: RunRef) => executeTrial(bench.db, run, train);
    for (const worker of ['one', 'two', 'three']) await bench.startAgent({ worker, queues: [queue], execute });
    const spec = sweepSpec({ baseTask, strategy: STRATEGY, limits: { maxTrials: TRIALS, maxConcurrent: 3 } });
    ({ sweep } = await submit(bench.db, spec));
    end = await untilEnded(bench.db, sweep, 300_000);
    trials = await trialsOf(bench.db, sweep);
  });
  after(() => bench?.release());

  /** The first three crash, report nothing, and report no number; the others are judged by a curve that stays where it is. */
  async function train(task: string, x: number, signal: AbortSignal): Promise<void> {
    const kind = odd.has(task) ? undefined : (['failed', 'silent', 'invalid'] as const)[odd.size];
    if (kind) odd.set(task, kind);
    if (kind === 'failed') throw new Error('crash');
    if (kind === 'silent') return;
    if (kind === 'invalid') return reportValue(bench.db, task, { value: Number.NaN });
    for (let iter = 0; iter <= LAST_ITERATION && !signal.aborted; iter += 1) {
      await reportValue(bench.db, task, { value: valueAt(x, iter), iter });
      await sleep(100, undefined, { signal }).catch(() => undefined);
    }
    const last = valueAt(x, LAST_ITERATION);
    const isJudged = async () => signal.aborted || rungValues(await notesOf(bench.db, task)).includes(last);
    await eventually('it is judged at the last rung', isJudged, { deadlineMs: 120_000 });
  }

  it('ends completed, with the trials marked that crashed, reported nothing or no number', () => {
    assert.deepEqual([end.status, end.status_reason, trials.length], ['completed', 'all trials ended', TRIALS]);
    const marked = trials.filter(({ task }) => odd.has(task));
    assert.deepEqual(
      marked.map(({ task, state, score }) => [task, state, score]),
      marked.map(({ task }) => [task, odd.get(task), null]),
    );
    assert.deepEqual(marked.map(({ state }) => state).toSorted(), ['failed', 'invalid', 'silent']);
  });

  it('stops those that fall behind at a rung, and ranks those that were the best to the end', async () => {
    const judged = trials.filter(({ task }) => !odd.has(task));
    for (const { number, state, reason, parameters, results, score } of judged) {
      if (state === 'pruned') assert.deepEqual([reason, score], ['pruned by HyperbandPruner', null]);
      else assert.equal(state, 'completed', `trial ${number}`);
      if (state === 'completed') assert.deepEqual([results, score], [[lastOf(parameters)], lastOf(parameters)]);
    }
    assert.ok(judged.some(({ state }) => state === 'pruned'));
    const best = judged.toSorted((a, b) => lastOf(a.parameters) - lastOf(b.parameters))[0]!;
    const [listed] = await listSweeps(bench.db.em.fork(), { id: sweep });
    assert.deepEqual(listed?.summary.best, { trial: best.number, task: best.task, value: lastOf(best.parameters) });
  });

  it('keeps with each trial what the sampler has chosen by its model, and the rungs at which it was compared', async () => {
    let modelled = 0;
    for (const { number, task, parameters } of trials) {
      const notes = await notesOf(bench.db, task);
      const own = notes['tpe:relative_params:0'];
      if (own !== undefined) assert.deepEqual(JSON.parse(String(own)), parameters, `trial ${number}`);
      if (own !== undefined) modelled += 1;
      if (!odd.has(task)) assert.ok(rungValues(notes).length > 0, `trial ${number} was compared: ${JSON.stringify(notes)}`);
    }
    assert.ok(modelled >= TRIALS / 4, `${modelled} points came from the model`);
  });
});

const lastOf = (parameters: Record<string, unknown>): number => valueAt(parameters['Args/x'] as number, LAST_ITERATION);
