import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { RunRef } from '../../workflows/contracts/run.ts';
import type { OptunaPart } from '../../workflows/contracts/sweep.ts';
import { type NewTrial, SWEEP_REFUSED, type SweepLongActivities } from '../../workflows/contracts/sweep-activities.ts';
import type { Db } from '../db/orm.ts';
import { noteActivity } from '../db/sweeps/pause-sweep.ts';
import { readSpec } from '../db/sweeps/read-spec.ts';
import { startedNumbers } from '../db/sweeps/read-study.ts';
import { type SamplerNotes, startTrials } from '../db/sweeps/start-trials.ts';
import { stopTrials } from '../db/sweeps/stop-trials.ts';
import { refusedAs } from '../refused.ts';
import { type ExtraLook, watchTrials } from '../sweeps/watch-trials.ts';
import { beating } from '../with-heartbeats.ts';
import { provideOptuna, writeOptunaNames } from './environment.ts';
import { type OptunaProcess, startOptuna } from './optuna-process.ts';
import { createStudy, type Study } from './study.ts';

export interface OptunaInput {
  db: Db;
  /** Where its environments are kept. */
  folder: string;
}

/** Processes that are kept warm; of more studies the one that was asked longest ago starts anew. */
const MOST_WARM = 4;
/** Tries after which a study that Optuna cannot go on with has failed. */
const MOST_TRIES = 6;

export interface OptunaActivities extends SweepLongActivities {
  /** Ends the warm processes. */
  close(): void;
}

/** Activities that ask the real Optuna, in a process for each study that lives as long as it is asked. */
export function createOptunaActivities({ db, folder }: OptunaInput): OptunaActivities {
  const warm = new Map<string, Study>();

  async function studyOf(run: RunRef): Promise<Study> {
    const known = warm.get(run.taskId);
    const study = known && !known.ended ? known : createStudy(db, run.taskId, await startProcess(run));
    warm.delete(run.taskId);
    warm.set(run.taskId, study);
    for (const [sweep, oldest] of warm) {
      if (warm.size <= MOST_WARM) break;
      oldest.close();
      warm.delete(sweep);
    }
    return study;
  }

  async function startProcess(run: RunRef): Promise<OptunaProcess> {
    const { strategy } = await readSpec(db.em.fork(), run.taskId);
    const withTorch = strategy.kind === 'optuna' && namesOf(strategy.sampler).includes('GPSampler');
    const print = (line: string) => void noteActivity(db, { run, activity: `prepares Optuna: ${line}` }).catch(() => {});
    return startOptuna(await provideOptuna({ folder, withTorch, signal: Context.current().cancellationSignal, print }));
  }

  const prunedByOptuna: ExtraLook = async (run) => {
    const { strategy } = await readSpec(db.em.fork(), run.taskId);
    if (strategy.kind !== 'optuna' || strategy.pruner === null) return [];
    const { pruned } = await (await studyOf(run)).ask({ prune: true });
    const numbers = pruned.filter(({ prune }) => prune).map(({ number }) => number);
    await stopTrials(db, {
      run,
      tasks: await tasksOf(db, run, numbers),
      verdict: 'pruned',
      reason: `pruned by ${strategy.pruner.name}`,
    });
    return numbers;
  };

  return {
    watchTrials: ({ run }) => refused(withTries(watchTrials(db, run, prunedByOptuna))),
    prepareOptuna: ({ run }) => refused(beating(withTries(prepare(run)))),
    startOptunaTrials: ({ run, trials }) => refused(beating(withTries(suggest(run, trials)))),
    close() {
      for (const study of warm.values()) study.close();
    },
  };

  async function prepare(run: RunRef): Promise<void> {
    const process = await startProcess(run);
    try {
      await writeOptunaNames(folder, await process.names());
    } finally {
      process.close();
    }
    // What Optuna does not take is refused before anything is started.
    await (await studyOf(run)).ask({});
  }

  async function suggest(run: RunRef, trials: NewTrial[]) {
    const numbers = trials.map(({ number }) => number);
    const known = await startedNumbers(db.em.fork(), run.taskId, numbers);
    const missing = numbers.filter((number) => !known.has(number));
    const { suggested, stopped } =
      missing.length === 0 ? { suggested: [], stopped: false } : await (await studyOf(run)).ask({ suggest: missing });
    const notes: SamplerNotes = new Map(suggested.map(({ number, notes: kept }) => [number, kept as Record<string, unknown>]));
    const given = suggested.map(({ number, parameters }) => ({ number, parameters, byHand: false }));
    const repeated = trials.filter(({ number }) => known.has(number));
    const { started } = await startTrials(db, { run, trials: [...repeated, ...given] }, notes);
    return { started, exhausted: stopped && suggested.length < missing.length };
  }
}

const refused = <T>(call: Promise<T>): Promise<T> => refusedAs(SWEEP_REFUSED, call);

/** Names of a sampler and of those that are its arguments. */
function namesOf({ name, arguments: given }: OptunaPart): string[] {
  const nested = Object.values(given).filter(
    (value): value is OptunaPart => typeof value === 'object' && value !== null && 'name' in value,
  );
  return [name, ...nested.flatMap(namesOf)];
}

async function tasksOf(db: Db, run: RunRef, numbers: number[]): Promise<string[]> {
  if (numbers.length === 0) return [];
  const rows = await db.em
    .fork()
    .execute<{ task: string }[]>('select task from sweep_trials where sweep = ? and number = any(?::int[])', [
      run.taskId,
      `{${numbers.join(',')}}`,
    ]);
  return rows.map(({ task }) => task);
}

/** What fails again and again ends the sweep with the error's own words, instead of waiting for ever. */
async function withTries<T>(work: Promise<T>): Promise<T> {
  const { attempt } = Context.current().info;
  try {
    return await work;
  } catch (cause) {
    if (attempt < MOST_TRIES || !(cause instanceof Error) || !/Optuna|Traceback/.test(cause.message)) throw cause;
    throw ApplicationFailure.create({ type: SWEEP_REFUSED, message: cause.message, nonRetryable: true });
  }
}
