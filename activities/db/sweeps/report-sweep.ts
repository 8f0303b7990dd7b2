import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { Figure } from '../../../workflows/domain/figure.ts';
import { budgetOf } from '../../../workflows/domain/sweeps/budget.ts';
import {
  objectiveScatter,
  parallelCoordinates,
  ranked,
  type SummaryTrial,
  summaryTable,
} from '../../../workflows/domain/sweeps/summary.ts';
import { addEvents } from '../events/add-events.ts';
import { emptyBatch } from '../events/event-batch.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { changeTags } from '../tasks/tags.ts';
import { readSpec } from './read-spec.ts';
import { readUsage, type SweepUsage } from './read-usage.ts';

/** Trials in the figures: of more, the best and the newest, as a page shows no more of them either. */
const MOST_SHOWN = 2000;

/**
 * Writes the summary on the controller task, as clients of ClearML's optimizer expect it: the table `summary`, `Parallel Coordinates`,
 * `Optimization Objective`, and the curves of the budget, of the resources and of the best value. The final one also puts trials beyond
 * `keepTop` into the archive.
 */
export async function reportSweep(db: Db, { run, final }: { run: RunRef; final: boolean }): Promise<void> {
  const em = db.em.fork();
  const spec = await readSpec(em, run.taskId);
  const trials = await readSummaryTrials(db, run.taskId);
  if (final && spec.keepTop !== null) await archiveRest(db, ranked(trials).slice(spec.keepTop));
  const usage = await readUsage(em, { sweep: run.taskId, queue: spec.queue });
  await store(db, run.taskId, spec, trials, usage);
}

async function readSummaryTrials(db: Db, sweep: string): Promise<SummaryTrial[]> {
  const rows = await query<Omit<SummaryTrial, 'iteration'> & { iteration: string }>(
    db.em.fork(),
    sql`select r.number, r.task, coalesce(t.project, '*') as project, coalesce(t.name, r.task) as name, r.state, r.parameters, r.results as values,
          r.iteration, r.score
        from sweep_trials r left join tasks t on t.id = r.task where r.sweep = ${sweep} order by r.number`,
  );
  return rows.map((row) => ({ ...row, iteration: Number(row.iteration) }));
}

async function archiveRest(db: Db, rest: SummaryTrial[]): Promise<void> {
  const ids = rest.map(({ task }) => task);
  for (let from = 0; from < ids.length; from += 500) {
    await changeTags(db, 'tasks', ids.slice(from, from + 500), { column: 'system_tags', add: ['archived'] });
  }
}

async function store(db: Db, sweep: string, spec: SweepSpec, trials: SummaryTrial[], usage: SweepUsage): Promise<void> {
  const at = Date.now();
  const event = { owner: sweep, ofModel: false, allowLocked: true, at, worker: 'perdura' };
  const plot = (metric: string, variant: string, figure: Figure) => ({
    ...event,
    metric,
    variant,
    iter: 0,
    plot: JSON.stringify(figure),
  });
  const shown = shownTrials(trials);
  const scalars = curvesOf(spec, trials, usage).map((curve) => ({ ...event, iter: usage.ended, ...curve }));
  await addEvents(db, {
    ...emptyBatch(),
    plots: [
      plot('summary', 'job', summaryTable(shown, spec.objectives)),
      plot('Parallel Coordinates', '', parallelCoordinates(shown, spec.objectives)),
      ...spec.objectives.map(({ title, series }, i) =>
        plot('Optimization Objective', `${title}/${series}`, objectiveScatter(trials, i)),
      ),
    ],
    scalars,
  });
}

function shownTrials(trials: SummaryTrial[]): SummaryTrial[] {
  if (trials.length <= MOST_SHOWN) return trials;
  const best = ranked(trials).slice(0, MOST_SHOWN / 2);
  return [...new Set([...best, ...trials.slice(-MOST_SHOWN / 2)])];
}

interface CurvePoint {
  metric: string;
  variant: string;
  value: number;
}

function curvesOf(spec: SweepSpec, trials: SummaryTrial[], usage: SweepUsage): CurvePoint[] {
  const budget = budgetOf(spec.limits, usage);
  const shares = {
    'jobs %': budget.trials,
    'iterations %': budget.iterations,
    'compute time %': budget.computeTime,
    'time %': budget.wallClock,
  };
  const points: CurvePoint[] = Object.entries(shares).flatMap(([variant, share]) =>
    share === null ? [] : [{ metric: 'remaining budget', variant, value: Math.round((1 - share) * 1000) / 10 }],
  );
  points.push({ metric: 'resources', variant: 'queue workers', value: usage.workers });
  points.push({ metric: 'resources', variant: 'running tasks', value: usage.running });
  points.push({ metric: 'resources', variant: 'pending tasks', value: usage.queued });
  for (const [i, { title, sign }] of spec.objectives.entries())
    points.push(...objectiveCurves(title, sign.startsWith('min') ? 'min' : 'max', i, trials));
  return points;
}

function objectiveCurves(title: string, direction: 'min' | 'max', index: number, trials: SummaryTrial[]): CurvePoint[] {
  const values = trials.flatMap(({ score, values: all }) =>
    score === null || typeof all[index] !== 'number' ? [] : [all[index]],
  );
  const last = values.at(-1);
  if (last === undefined) return [];
  const best = values.reduce((a, b) => Math[direction](a, b));
  return [
    { metric: title, variant: direction, value: best },
    { metric: title, variant: 'last reported', value: last },
  ];
}
