import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { Verdict } from '../../../workflows/domain/sweeps/trial-state.ts';
import { stopChildren } from '../controllers/stop-children.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { climb } from './climb.ts';
import { lockSweep } from './lock-sweep.ts';
import { readSpec } from './read-spec.ts';
import { readResults } from './trial-results.ts';

export interface Look {
  /** Trials that wait or run. */
  open: number;
  /** Numbers of those that were told to stop. */
  stopped: number[];
}

/**
 * Looks at the running trials once: writes down what they had reported when they came to a rung, decides who goes on, and stops those that
 * do not, or that have had their iterations.
 */
export async function lookAtTrials(db: Db, run: RunRef): Promise<Look> {
  const { open, stop } = await db.em.fork().transactional(async (em) => {
    await lockSweep(em, run);
    const spec = await readSpec(em, run.taskId);
    const trials = await readOpen(em, run.taskId);
    const found = await judge(em, run.taskId, spec, trials);
    for (const { number, verdict, reason } of found) {
      await query(
        em,
        sql`update sweep_trials set verdict = ${verdict}, reason = ${reason} where sweep = ${run.taskId} and number = ${number}`,
      );
    }
    return { open: trials.length, stop: found };
  });
  for (const { task, reason } of stop) await stopChildren(db, { run, tasks: [task], reason });
  return { open, stopped: stop.map(({ number }) => number) };
}

/** Tells those once more to stop whose verdict was written, in case that who wrote it died before it told them. */
export async function stopJudged(db: Db, run: RunRef): Promise<void> {
  const rows = await query<{ task: string; reason: string | null }>(
    db.em.fork(),
    sql`select task, reason from sweep_trials where sweep = ${run.taskId} and ended is null and verdict is not null`,
  );
  for (const { task, reason } of rows) await stopChildren(db, { run, tasks: [task], reason: reason ?? 'its trial is over' });
}

interface RunningTrial {
  number: number;
  task: string;
  verdict: Verdict | null;
  bracket: number | null;
  rung: number | null;
  last_iteration: number;
}

function readOpen(em: Em, sweep: string): Promise<RunningTrial[]> {
  return query<RunningTrial>(
    em,
    sql`select r.number, r.task, r.verdict, r.bracket, r.rung, t.last_iteration
        from sweep_trials r join tasks t on t.id = r.task where r.sweep = ${sweep} and r.ended is null order by r.number`,
  );
}

interface Judgement {
  number: number;
  task: string;
  verdict: Verdict;
  reason: string;
}

async function judge(em: Em, sweep: string, spec: SweepSpec, trials: RunningTrial[]): Promise<Judgement[]> {
  const running = trials.filter(({ verdict }) => verdict === null);
  const results = await readResults(
    em,
    spec.objectives,
    running.map(({ task }) => task),
  );
  const judgements: Judgement[] = [];
  const { maxIterations } = spec.limits;
  for (const trial of running) {
    const { number, task } = trial;
    const iteration = results.get(task)?.iteration ?? 0;
    const fallen = await climb(em, { sweep, spec, trial, iteration, stops: true });
    if (fallen) judgements.push({ number, task, ...fallen });
    else if (maxIterations !== null && Math.max(iteration, trial.last_iteration) >= maxIterations)
      judgements.push({ number, task, verdict: 'iterations', reason: `reached ${maxIterations} iterations` });
  }
  return judgements;
}
