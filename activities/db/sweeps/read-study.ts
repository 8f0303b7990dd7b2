import type { Objective, TrialState } from '../../../workflows/contracts/sweep.ts';
import { SINGLE_VALUE } from '../events/event-batch.ts';
import type { Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';

/** A trial as a study knows it. */
export interface StudyTrial {
  number: number;
  task: string;
  state: TrialState;
  parameters: Record<string, unknown>;
  values: (number | null)[];
  /** What Optuna keeps with it. */
  notes: Record<string, unknown> | null;
}

/**
 * The trials of a sweep that a study does not know yet, or that may have changed since: those after `known`, those that it holds to be open, and
 * those that ended within the last minute.
 */
export function readStudy(
  em: Em,
  { sweep, known, open }: { sweep: string; known: number; open: number[] },
): Promise<StudyTrial[]> {
  return query<StudyTrial>(
    em,
    sql`select number, task, state, parameters, results as values, sampler as notes from sweep_trials
        where sweep = ${sweep}
          and (number > ${known} or number = any(${open}::int[]) or ended is null or ended > now() - interval '1 minute')
        order by number`,
  );
}

export interface StepsInput {
  objective: Objective;
  /** Tasks, each with the last step that is known. */
  after: { task: string; step: number }[];
}

/** Points of an objective's curve after the last known step, by task. */
export async function readSteps(em: Em, { objective, after }: StepsInput): Promise<Map<string, [number, number][]>> {
  const rows = await query<{ owner: string; iter: string; value: number }>(
    em,
    sql`select s.owner, p.iter, p.value
        from jsonb_to_recordset(${jsonb(after)}) as a (task text, step bigint)
          join series s on s.owner = a.task and not s.of_model
            and s.metric_hash = md5(${objective.title}) and s.variant_hash = md5(${objective.series})
          join scalar_points p on p.series = s.id and p.iter > a.step and p.iter > ${SINGLE_VALUE}
        where p.value not in ('NaN', 'Infinity', '-Infinity') order by s.owner, p.iter`,
  );
  const steps = new Map<string, [number, number][]>();
  for (const { owner, iter, value } of rows) {
    const points = steps.get(owner) ?? [];
    points.push([Number(iter), value]);
    steps.set(owner, points);
  }
  return steps;
}

/** Which of these trials were started already. */
export async function startedNumbers(em: Em, sweep: string, numbers: number[]): Promise<Set<number>> {
  const rows = await query<{ number: number }>(
    em,
    sql`select number from sweep_trials where sweep = ${sweep} and number = any(${numbers}::int[])`,
  );
  return new Set(rows.map(({ number }) => number));
}

/** Keeps what a pruner has written on a trial, beside what is kept already. */
export async function keepNotes(em: Em, sweep: string, number: number, notes: object): Promise<void> {
  await query(
    em,
    sql`update sweep_trials set sampler = coalesce(sampler, '{}') || ${jsonb(notes)} where sweep = ${sweep} and number = ${number}`,
  );
}
