import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import type { NewTrial, OpenTrial } from '../../../workflows/contracts/sweep-activities.ts';
import { canonical } from '../../../workflows/domain/canonical.ts';
import { isPlain, type Point } from '../../../workflows/domain/sweeps/propose.ts';
import { bracketOf } from '../../../workflows/domain/sweeps/rungs.ts';
import { trialName } from '../../../workflows/domain/sweeps/trial-name.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { ensureProject } from '../projects/create-project.ts';
import { findQueueByRef } from '../queues/find-queue.ts';
import { jsonb, query, sql } from '../sql.ts';
import { cloneWithin } from '../tasks/clone-task.ts';
import { enqueueWithin } from '../tasks/enqueue.ts';
import { type LockedSweep, lockSweep } from './lock-sweep.ts';
import { nextPoints } from './next-points.ts';
import { readSpec } from './read-spec.ts';
import { trialHyperparams } from './trial-content.ts';

export interface StartTrialsInput {
  run: RunRef;
  trials: NewTrial[];
}

/** What Optuna's sampler keeps with a trial, by its number. */
export type SamplerNotes = ReadonlyMap<number, Record<string, unknown>>;

/**
 * Starts trials in one transaction: their rows, their tasks and their places in the queue come into being together. A trial whose
 * number was started before is only answered.
 * @throws Refusal `taskNotFound` when the base task is gone, `queueNotFound`, `runSuperseded`
 */
export function startTrials(
  db: Db,
  input: StartTrialsInput,
  notes: SamplerNotes = new Map(),
): Promise<{ started: OpenTrial[]; exhausted: boolean }> {
  return db.em.fork().transactional(async (em) => {
    const sweep = await lockSweep(em, input.run);
    const known = await startedBefore(em, sweep.task, input.trials);
    const missing = input.trials.filter(({ number }) => !known.some((trial) => trial.number === number));
    if (missing.length === 0) return { started: known, exhausted: sweep.exhausted };
    const spec = await readSpec(em, sweep.task);
    const { points, exhausted } = await choosePoints(em, sweep, spec, missing);
    const context = await trialContext(em, input.run, sweep, spec);
    const started: OpenTrial[] = [];
    for (const { trial, point } of points) {
      const task = await startOne(em, context, { trial, point, notes: notes.get(trial.number) ?? null });
      started.push({ number: trial.number, task, startedAt: null, stopping: false });
    }
    return { started: [...known, ...started], exhausted };
  });
}

async function startedBefore(em: Em, sweep: string, trials: NewTrial[]): Promise<OpenTrial[]> {
  const rows = await query<{ number: number; task: string }>(
    em,
    sql`select number, task from sweep_trials where sweep = ${sweep} and number = any(${trials.map(({ number }) => number)}::int[])`,
  );
  return rows.map((row) => ({ ...row, startedAt: null, stopping: false }));
}

interface ChosenPoint {
  trial: NewTrial;
  point: Point;
}

/** Given parameters are taken as they are; the others come from the strategy's sequence, which moves on with them. */
async function choosePoints(
  em: Em,
  sweep: LockedSweep,
  { strategy, space }: SweepSpec,
  trials: NewTrial[],
): Promise<{ points: ChosenPoint[]; exhausted: boolean }> {
  const given = trials.flatMap((trial) =>
    trial.parameters ? [{ trial, point: { parameters: trial.parameters, fingerprint: canonical(trial.parameters) } }] : [],
  );
  const open = trials.filter(({ parameters }) => parameters === null);
  if (open.length === 0) return { points: given, exhausted: sweep.exhausted };
  if (!isPlain(strategy))
    throw new Refusal('invalid', `strategy ${strategy.kind} proposes no points by itself`, { field: 'strategy' });
  const next = await nextPoints(em, { sweep: sweep.task, strategy, space, cursor: sweep.cursor, count: open.length });
  await query(em, sql`update sweeps set cursor = ${next.cursor}, exhausted = ${next.exhausted} where task = ${sweep.task}`);
  const proposed = next.points.map((point, i) => ({ trial: open[i] as NewTrial, point }));
  return { points: [...given, ...proposed], exhausted: next.exhausted };
}

interface TrialContext {
  run: RunRef;
  sweep: LockedSweep;
  spec: SweepSpec;
  project: string;
  queue: string;
  hyperparams: Record<string, Record<string, HyperParameter>>;
}

/** What all trials share. */
async function trialContext(em: Em, run: RunRef, sweep: LockedSweep, spec: SweepSpec): Promise<TrialContext> {
  const [base] = await query<{ hyperparams: TrialContext['hyperparams'] }>(
    em,
    sql`select hyperparams from tasks where id = ${spec.baseTask}`,
  );
  if (!base) throw new Refusal('taskNotFound', `base task ${spec.baseTask} does not exist any more`, { field: 'baseTask' });
  const project = await ensureProject(em, {
    name: spec.trialProject ?? `${spec.project}/${spec.name.replaceAll('/', '-')}`,
    userId: sweep.user_id,
  });
  const { id: queue } = await findQueueByRef(em, spec.queue);
  return { run, sweep, spec, project, queue, hyperparams: base.hyperparams };
}

async function startOne(
  em: Em,
  { run, sweep, spec, project, queue, hyperparams }: TrialContext,
  { trial, point, notes }: ChosenPoint & { notes: Record<string, unknown> | null },
): Promise<string> {
  const { parameters, fingerprint } = point;
  const { id } = await cloneWithin(em, {
    task: spec.baseTask,
    userId: sweep.user_id,
    overrides: {
      name: trialName(spec.trialName, { name: sweep.name, number: trial.number, parameters }),
      parent: sweep.task,
      project,
      hyperparams: trialHyperparams(hyperparams, spec.space, parameters),
    },
  });
  const bracket =
    spec.strategy.kind === 'asha' || spec.strategy.kind === 'hyperband' ? bracketOf(spec.strategy, trial.number) : null;
  await query(
    em,
    sql`insert into sweep_trials (sweep, number, task, fingerprint, parameters, bracket, by_hand, sampler, created)
        values (${sweep.task}, ${trial.number}, ${id}, ${fingerprint}, ${jsonb(parameters)}, ${bracket}, ${trial.byHand},
          ${notes === null ? null : jsonb(notes)}, now())`,
  );
  const actor = `run:${run.taskId}-${run.attempt}`;
  await enqueueWithin(em, { task: id, isNew: true, queue, actor, reason: `trial ${trial.number} of sweep ${sweep.name}` });
  return id;
}
