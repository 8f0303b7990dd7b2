import { Context } from '@temporalio/activity';
import { addEvents } from '../../activities/db/events/add-events.ts';
import { emptyBatch } from '../../activities/db/events/event-batch.ts';
import { newId } from '../../activities/db/ids.ts';
import type { Db } from '../../activities/db/orm.ts';
import { type SubmittedSweep, submitSweep } from '../../activities/db/sweeps/submit-sweep.ts';
import type { ExecuteOutcome, RunRef } from '../../workflows/contracts/run.ts';
import type { SweepSpec } from '../../workflows/contracts/sweep.ts';
import { eventually } from './eventually.ts';
import { viewTask } from './records.ts';
import { exited } from './workflow-bench.ts';

/** A draft with parameters of each type, to be the base of trials. */
export async function createBaseTask(db: Db): Promise<string> {
  const id = newId();
  const item = (name: string, value: string, type: string) => ({ [name]: { section: 'Args', name, value, type } });
  const parameters = {
    Args: {
      ...item('x', '0.5', 'float'),
      ...item('n', '3', 'int'),
      ...item('flag', 'False', 'bool'),
      ...item('layers', '[8]', 'list'),
    },
  };
  await db.em.fork().execute(
    `insert into tasks (id, name, project, user_id, hyperparams, created, last_update, last_change, status_changed)
       values (?, 'base', 'p', 'u', ?, now(), now(), now(), now())`,
    [id, JSON.stringify(parameters)],
  );
  return id;
}

export type SpecOverrides = Partial<Omit<SweepSpec, 'limits'>> & { limits?: Partial<SweepSpec['limits']> };

/** A random sweep of ten trials over `Args/x`, or what differs from it. */
export const sweepSpec = ({ limits, ...overrides }: SpecOverrides & { baseTask: string }): object => ({
  name: 'study',
  project: 'sweeps',
  queue: 'trials',
  space: { 'Args/x': { kind: 'uniform', min: 0, max: 1 } },
  objectives: [{ title: 'loss', series: 'val', sign: 'min' }],
  strategy: { kind: 'random', seed: 1 },
  limits: { maxTrials: 10, maxConcurrent: 3, ...limits },
  ...overrides,
});

export const submit = (db: Db, spec: object): Promise<SubmittedSweep> => submitSweep(db, { spec, userId: 'u', actor: 'user:u' });

/** Reports a value of the objective, as the trial's process would. */
export async function reportValue(
  db: Db,
  task: string,
  { value, iter = 0, metric = 'loss', variant = 'val' }: { value: number; iter?: number; metric?: string; variant?: string },
): Promise<void> {
  const event = {
    owner: task,
    ofModel: false,
    allowLocked: false,
    at: Date.now(),
    worker: 'pretend',
    metric,
    variant,
    iter,
    value,
  };
  await addEvents(db, { ...emptyBatch(), scalars: [event] });
}

/** What a pretended trial does with its parameter `Args/x`, until it is told to stop. An error is a crash. */
export type TrialCode = (task: string, x: number, signal: AbortSignal) => Promise<void>;

/** Runs a trial as an agent's `execute` would. */
export async function executeTrial(db: Db, { taskId }: RunRef, code: TrialCode): Promise<ExecuteOutcome> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 50);
  const { 'Args/x': x } = await taskParameters(db, taskId);
  try {
    await code(taskId, Number(x?.value), context.cancellationSignal);
    return context.cancellationSignal.aborted ? { kind: 'stopped' } : exited(0);
  } catch {
    return exited(1);
  } finally {
    clearInterval(beat);
  }
}

export interface TrialRow {
  number: number;
  task: string;
  state: string;
  reason: string | null;
  parameters: Record<string, unknown>;
  results: (number | null)[];
  score: number | null;
  iteration: number;
  created: Date;
  started: Date | null;
  ended: Date | null;
}

export const trialsOf = (db: Db, sweep: string): Promise<TrialRow[]> =>
  db.em
    .fork()
    .execute<TrialRow[]>(
      'select number, task, state, reason, parameters, results, score, iteration::int, created, started, ended from sweep_trials where sweep = ? order by number',
      [sweep],
    );

const times = (trials: TrialRow[], of: 'created' | 'ended'): number[] =>
  trials.flatMap((trial) => trial[of]?.getTime() ?? []).toSorted((a, b) => a - b);

/** How many trials took a slot at the same time, at most. */
export function mostAtOnce(trials: TrialRow[]): number {
  const ended = times(trials, 'ended');
  let over = 0;
  return times(trials, 'created').reduce((most, at, index) => {
    while ((ended[over] ?? Number.POSITIVE_INFINITY) <= at) over += 1;
    return Math.max(most, index + 1 - over);
  }, 0);
}

/** Milliseconds for which free slots waited: the k-th trial to end frees the slot of the k-th that came after the first filling. */
export function slotGaps(trials: TrialRow[], slots: number): number[] {
  const ended = times(trials, 'ended');
  return times(trials, 'created')
    .slice(slots)
    .map((at, index) => at - (ended[index] ?? at));
}

/** The parameters of a trial's task by `section/name`. */
export async function taskParameters(db: Db, task: string): Promise<Record<string, { value: string; type: string }>> {
  const [row] = await db.em
    .fork()
    .execute<{ hyperparams: Record<string, Record<string, { value: string; type: string }>> }[]>(
      'select hyperparams from tasks where id = ?',
      [task],
    );
  return Object.fromEntries(
    Object.entries(row?.hyperparams ?? {}).flatMap(([section, items]) =>
      Object.entries(items).map(([name, { value, type }]) => [`${section}/${name}`, { value, type }]),
    ),
  );
}

export const untilEnded = (db: Db, sweep: string, deadlineMs = 30_000) =>
  eventually(
    `sweep ${sweep} ends`,
    async () => {
      const task = await viewTask(db, sweep);
      return ['completed', 'failed', 'stopped'].includes(task.status) ? task : null;
    },
    { deadlineMs },
  );
