import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import { scoreOf } from '../../../workflows/domain/sweeps/objective.ts';
import { goesOn, rungsOf } from '../../../workflows/domain/sweeps/rungs.ts';
import type { Verdict } from '../../../workflows/domain/sweeps/trial-state.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { valueUntil } from './value-until.ts';

export interface ClimbInput {
  sweep: string;
  spec: SweepSpec;
  trial: { number: number; task: string; bracket: number | null; rung: number | null };
  /** Highest iteration of its objective. */
  iteration: number;
  /** Whether it can still be stopped; one that has ended by itself went on by that. */
  stops: boolean;
}

/** Records the rungs that a trial has come to since the last look. Answers why it goes no further; null while it does. */
export async function climb(
  em: Em,
  { sweep, spec, trial, iteration, stops }: ClimbInput,
): Promise<{ verdict: Verdict; reason: string } | null> {
  const { strategy, limits } = spec;
  const [objective] = spec.objectives;
  if ((strategy.kind !== 'asha' && strategy.kind !== 'hyperband') || !objective) return null;
  const bracket = trial.bracket ?? 0;
  const rungs = rungsOf(strategy, bracket);
  for (let rung = (trial.rung ?? -1) + 1; rung < rungs.length; rung += 1) {
    const at = rungs[rung] as number;
    if (iteration < at) return null;
    const value = await valueUntil(em, { task: trial.task, objective, iteration: at });
    const score = value === null || !Number.isFinite(value) ? Number.POSITIVE_INFINITY : scoreOf(objective, value);
    const isTop = rung === rungs.length - 1;
    const promoted =
      !isTop &&
      (!stops ||
        at < limits.minIterations ||
        (await isAmongBest(em, { sweep, bracket, at, score, reduction: strategy.reduction })));
    await query(
      em,
      sql`insert into sweep_rungs (sweep, trial, bracket, iterations, score, promoted, at)
          values (${sweep}, ${trial.number}, ${bracket}, ${at}, ${score}, ${promoted}, now()) on conflict do nothing`,
    );
    await query(em, sql`update sweep_trials set rung = ${rung} where sweep = ${sweep} and number = ${trial.number}`);
    if (isTop) return { verdict: 'iterations', reason: `reached ${at} iterations` };
    if (!promoted)
      return {
        verdict: 'pruned',
        reason: `not among the best 1/${strategy.reduction} at ${at} iterations of bracket ${bracket}`,
      };
  }
  return null;
}

interface RungInput {
  sweep: string;
  bracket: number;
  at: number;
  score: number;
  reduction: number;
}

async function isAmongBest(em: Em, { sweep, bracket, at, score, reduction }: RungInput): Promise<boolean> {
  const rows = await query<{ score: number }>(
    em,
    sql`select score from sweep_rungs where sweep = ${sweep} and bracket = ${bracket} and iterations = ${at}`,
  );
  return goesOn(score, [...rows.map((row) => row.score), score], reduction);
}
