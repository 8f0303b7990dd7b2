import type { SweepSpec } from '../../workflows/contracts/sweep.ts';
import { canonical } from '../../workflows/domain/canonical.ts';
import { isOpen } from '../../workflows/domain/sweeps/trial-state.ts';
import type { Db } from '../db/orm.ts';
import { readSpec } from '../db/sweeps/read-spec.ts';
import { keepNotes, readSteps, readStudy, type StudyTrial } from '../db/sweeps/read-study.ts';
import type { OptunaAnswer, OptunaProcess, StudyDefinition, ToldTrial } from './optuna-process.ts';

/** A study that a warm process holds, and what was told to it. */
export interface Study {
  ask(wanted: { suggest?: number[]; prune?: boolean }): Promise<OptunaAnswer>;
  readonly ended: boolean;
  close(): void;
}

interface Told {
  open: boolean;
  /** State and values as they were told. */
  result: string;
  /** Last step of its curve. */
  step: number;
  /** Step at which the pruner looked at it last. */
  judged: number;
}

/** Nothing is told twice; what cannot be taken back, since a finished trial ran again, makes the study anew. */
export function createStudy(db: Db, sweep: string, process: OptunaProcess): Study {
  let key = '';
  let told = new Map<number, Told>();
  let turn: Promise<unknown> = Promise.resolve();

  async function ask({ suggest = [], prune = false }: { suggest?: number[]; prune?: boolean }): Promise<OptunaAnswer> {
    const em = db.em.fork();
    const spec = await readSpec(em, sweep);
    const next = canonical([spec.space, spec.strategy, spec.objectives]);
    // A number that was suggested and never started stands for nothing.
    if (next !== key || suggest.some((number) => told.has(number))) {
      key = next;
      told = new Map();
    }
    const isNew = told.size === 0;
    const trials = await readNews(db, sweep, spec, told);
    const running = prune ? unjudged(trials, spec, told) : [];
    const answer = await process.ask({ op: 'study', study: isNew ? definitionOf(spec) : null, trials, suggest, prune: running });
    if (answer.again) {
      key = '';
      return ask({ suggest, prune });
    }
    for (const trial of trials) remember(told, trial, running);
    for (const { number } of answer.suggested) told.set(number, { open: true, result: '', step: -1, judged: -1 });
    for (const { number, notes } of answer.pruned) if (Object.keys(notes).length > 0) await keepNotes(em, sweep, number, notes);
    return answer;
  }

  return {
    ask(wanted) {
      const answer = turn.then(() => ask(wanted));
      turn = answer.catch(() => {
        // What the process was told is not known for certain any more.
        key = '';
      });
      return answer;
    },
    get ended() {
      return process.ended;
    },
    close: () => process.close(),
  };
}

async function readNews(db: Db, sweep: string, spec: SweepSpec, told: Map<number, Told>): Promise<ToldTrial[]> {
  const em = db.em.fork();
  const open = [...told].filter(([, trial]) => trial.open).map(([number]) => number);
  const all = await readStudy(em, { sweep, known: last(told), open });
  const rows = all.filter((row) => told.get(row.number)?.open !== false || told.get(row.number)?.result !== resultOf(row));
  const steps = await readNewSteps(db, spec, rows, told);
  return rows.map(({ task, notes, ...row }) => ({ ...row, intermediate: steps.get(task) ?? [], notes }));
}

/** Numbers come in order. */
const last = (told: Map<number, Told>): number => [...told.keys()].reduce((a, b) => Math.max(a, b), -1);

/** Curves are read only where a pruner looks at them. */
async function readNewSteps(db: Db, { strategy, objectives }: SweepSpec, rows: StudyTrial[], told: Map<number, Told>) {
  const [objective] = objectives;
  if (strategy.kind !== 'optuna' || strategy.pruner === null || !objective) return new Map<string, [number, number][]>();
  const after = rows.map(({ task, number }) => ({ task, step: told.get(number)?.step ?? -1 }));
  return readSteps(db.em.fork(), { objective, after });
}

/** Running trials that have reported since they were judged last, whatever they were told for, no sooner than pruning may begin. */
const unjudged = (trials: ToldTrial[], { limits }: SweepSpec, told: Map<number, Told>): number[] =>
  trials
    .filter((trial) => {
      const step = lastStep(told, trial);
      return isOpen(trial.state) && step >= limits.minIterations && step > (told.get(trial.number)?.judged ?? -1);
    })
    .map(({ number }) => number);

const lastStep = (told: Map<number, Told>, { number, intermediate }: ToldTrial): number =>
  intermediate.at(-1)?.[0] ?? told.get(number)?.step ?? -1;

function remember(told: Map<number, Told>, trial: ToldTrial, running: number[]): void {
  const { number, state } = trial;
  const step = lastStep(told, trial);
  const judged = running.includes(number) ? step : (told.get(number)?.judged ?? -1);
  told.set(number, { open: isOpen(state), result: resultOf(trial), step, judged });
}

const resultOf = ({ state, values }: Pick<ToldTrial, 'state' | 'values'>): string => canonical([state, values]);

function definitionOf({ space, strategy, objectives }: SweepSpec): StudyDefinition {
  if (strategy.kind !== 'optuna') throw new TypeError(`strategy ${strategy.kind} is not Optuna's`);
  return {
    space,
    directions: objectives.map(({ sign }) => (sign.startsWith('min') ? 'minimize' : 'maximize')),
    sampler: strategy.sampler,
    pruner: strategy.pruner,
    seed: strategy.seed,
  };
}
