import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { SettledTrial } from '../../../workflows/contracts/sweep-activities.ts';
import { scoreOf } from '../../../workflows/domain/sweeps/objective.ts';
import { isOpen, isRanked, trialStanding, type Verdict } from '../../../workflows/domain/sweeps/trial-state.ts';
import { stopChildren } from '../controllers/stop-children.ts';
import type { Db, Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import { climb } from './climb.ts';
import { readSpec } from './read-spec.ts';
import { readResults, type TrialResults } from './trial-results.ts';

/**
 * Writes down how tasks stand as trials of the sweep; tasks that are no trials are left out. A trial that waits again although it was told to
 * stop, because its machine was lost meanwhile, is told once more; one that a person has started again is open again.
 */
export async function settleTrials(
  db: Db,
  { run, tasks }: { run: RunRef; tasks: readonly string[] },
): Promise<{ trials: SettledTrial[]; endedMs: number | null }> {
  const settled = await db.em.fork().transactional(async (em) => settleWithin(em, run.taskId, tasks));
  const again = settled.trials.filter(({ stopping, status }) => stopping && status === 'queued').map(({ task }) => task);
  if (again.length > 0) await stopChildren(db, { run, tasks: again, reason: 'its trial is over' });
  return { trials: settled.trials.map(({ status: _, ...trial }) => trial), endedMs: settled.endedMs };
}

/** `settleTrials` in the caller's transaction, without telling anybody to stop. */
export async function settleWithin(em: Em, sweep: string, tasks: readonly string[]) {
  const rows = await readTrials(em, sweep, tasks);
  if (rows.length === 0) return { trials: [], endedMs: null };
  const spec = await readSpec(em, sweep);
  const results = await readResults(em, spec.objectives, tasks);
  const trials: (SettledTrial & { status: string | null })[] = [];
  for (const row of rows) trials.push(await settleOne(em, { sweep, spec, row, result: results.get(row.task) as TrialResults }));
  return { trials, endedMs: spec.limits.computeTimeMs === null ? null : await readEndedMs(em, sweep) };
}

interface TrialRow {
  number: number;
  task: string;
  verdict: Verdict | null;
  reason: string | null;
  was_ended: boolean;
  bracket: number | null;
  rung: number | null;
  status: string | null;
  status_reason: string | null;
  last_iteration: number | null;
  completed: Date | null;
  run_started: Date | null;
  first_started: Date | null;
  compute_ms: number;
}

function readTrials(em: Em, sweep: string, tasks: readonly string[]): Promise<TrialRow[]> {
  return query<TrialRow>(
    em,
    sql`select r.number, r.task, r.verdict, r.reason, r.ended is not null as was_ended, r.bracket, r.rung, t.status, t.status_reason, t.last_iteration, t.completed,
          (select coalesce(a.started, a.claimed) from attempts a where a.task = r.task and a.number = t.attempt) as run_started,
          a.first_started, coalesce(a.compute_ms, 0)::float8 as compute_ms
        from sweep_trials r left join tasks t on t.id = r.task
        cross join lateral (
          select min(coalesce(started, claimed)) as first_started,
            sum(extract(epoch from coalesce(ended, now()) - coalesce(started, claimed)) * 1000) as compute_ms
          from attempts where task = r.task) a
        where r.sweep = ${sweep} and r.task = any(${tasks}::text[]) order by r.number for update of r`,
  );
}

interface SettleInput {
  sweep: string;
  spec: SweepSpec;
  row: TrialRow;
  result: TrialResults;
}

async function settleOne(em: Em, { sweep, spec, row, result }: SettleInput): Promise<SettledTrial & { status: string | null }> {
  const revived = row.was_ended && (row.status === 'queued' || row.status === 'in_progress');
  const verdict = revived ? null : row.verdict;
  const facts = {
    status: row.status,
    statusReason: row.status_reason ?? '',
    verdict,
    verdictReason: revived ? null : row.reason,
  };
  const { state, reason } = trialStanding({ ...facts, values: result.values });
  const open = isOpen(state);
  // Rungs that it passed since it was looked at last.
  if (!open && verdict === null) await climb(em, { sweep, spec, trial: row, iteration: result.iteration, stops: false });
  const [first] = result.values;
  const [objective] = spec.objectives;
  const score = isRanked(state) && objective && typeof first === 'number' ? scoreOf(objective, first) : null;
  const finite = result.values.map((value) => (Number.isFinite(value) ? value : null));
  await query(
    em,
    sql`update sweep_trials set state = ${state}, verdict = ${verdict}, reason = ${reason}, results = ${jsonb(finite)}, score = ${score},
          iteration = ${Math.max(result.iteration, row.last_iteration ?? 0)}, compute_ms = ${Math.round(row.compute_ms)},
          started = ${row.first_started}, ended = ${open ? null : (row.completed ?? new Date())}
        where sweep = ${sweep} and number = ${row.number}`,
  );
  const startedAt = row.status === 'in_progress' ? (row.run_started?.getTime() ?? null) : null;
  return { number: row.number, task: row.task, startedAt, open, stopping: open && verdict !== null, status: row.status };
}

/** Run time of the trials that have ended, in milliseconds. */
export async function readEndedMs(em: Em, sweep: string): Promise<number> {
  const [row] = await query<{ ms: number }>(
    em,
    sql`select coalesce(sum(compute_ms), 0)::float8 as ms from sweep_trials where sweep = ${sweep} and ended is not null`,
  );
  return row?.ms ?? 0;
}
