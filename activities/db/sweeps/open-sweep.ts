import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { StrategyRoute, SweepOpening } from '../../../workflows/contracts/sweep-activities.ts';
import { isPlain } from '../../../workflows/domain/sweeps/propose.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { findQueueByRef } from '../queues/find-queue.ts';
import { query, sql } from '../sql.ts';
import { lockSweep } from './lock-sweep.ts';
import { parseSpec, readSpec } from './read-spec.ts';
import { readEndedMs, settleTrials } from './settle-trials.ts';

/**
 * Reads where a sweep stands; a first attempt begins it, a later one goes on with the trials that are there.
 * @throws Refusal when it cannot run as it is defined
 */
export async function openSweep(db: Db, run: RunRef): Promise<SweepOpening> {
  const em = db.em.fork();
  const spec = parseSpec(await readSpec(em, run.taskId));
  await begin(db, run);
  const row = await readRow(em, run);
  await checkParts(em, spec);
  const { trials } = await settleTrials(db, { run, tasks: await unsettled(em, run.taskId) });
  return {
    route: routeOf(spec),
    watched: isWatched(spec),
    limits: spec.limits,
    paused: row.paused_by !== null,
    exhausted: row.exhausted,
    startedAt: row.started.getTime(),
    next: row.next,
    open: trials.filter(({ open }) => open).map(({ open: _, ...trial }) => trial),
    endedMs: await readEndedMs(em, run.taskId),
  };
}

/** Who proposes the next trial. */
export const routeOf = ({ strategy }: SweepSpec): StrategyRoute =>
  isPlain(strategy) ? 'plain' : (strategy.kind as StrategyRoute);

/** Whether running trials are looked at: something may end them before they end by themselves. */
export const isWatched = ({ strategy, limits }: SweepSpec): boolean =>
  limits.maxIterations !== null ||
  strategy.kind === 'asha' ||
  strategy.kind === 'hyperband' ||
  (strategy.kind === 'optuna' && strategy.pruner !== null);

async function begin(db: Db, run: RunRef): Promise<void> {
  await db.em.fork().transactional(async (em) => {
    await query(em, sql`insert into sweeps (task) values (${run.taskId}) on conflict (task) do nothing`);
    await lockSweep(em, run);
    await query(
      em,
      sql`update sweeps set attempt = ${run.attempt}, started = now(), paused_by = null, exhausted = false, activity = null
          where task = ${run.taskId} and attempt <> ${run.attempt}`,
    );
  });
}

async function readRow(em: Em, { taskId }: RunRef) {
  const [row] = await query<{ paused_by: string | null; exhausted: boolean; started: Date; next: number }>(
    em,
    sql`select paused_by, exhausted, started,
          (select coalesce(max(number) + 1, 0) from sweep_trials where sweep = ${taskId})::int as next
        from sweeps where task = ${taskId}`,
  );
  if (!row) throw new Refusal('taskNotFound', `sweep ${taskId} does not exist any more`, { field: 'sweep' });
  return row;
}

async function checkParts(em: Em, spec: SweepSpec): Promise<void> {
  await findQueueByRef(em, spec.queue);
  const [base] = await query<{ controller: string | null }>(em, sql`select controller from tasks where id = ${spec.baseTask}`);
  if (!base) throw new Refusal('taskNotFound', `base task ${spec.baseTask} does not exist`, { field: 'baseTask' });
}

/** Trials whose row says that they go on, or whose task does. */
async function unsettled(em: Em, sweep: string): Promise<string[]> {
  const rows = await query<{ task: string }>(
    em,
    sql`select r.task from sweep_trials r left join tasks t on t.id = r.task
        where r.sweep = ${sweep} and (r.ended is null or t.status in ('queued', 'in_progress'))`,
  );
  return rows.map(({ task }) => task);
}
