import type { Objective, SweepSpec } from '../../../../workflows/contracts/sweep.ts';
import { checkSpec } from '../../../../workflows/domain/sweeps/check-spec.ts';
import { gridSize } from '../../../../workflows/domain/sweeps/grid.ts';
import { countValues } from '../../../../workflows/domain/sweeps/scale.ts';
import type { Task } from '../../api/types.ts';
import type { MetricName } from '../compare/last-metrics.ts';
import { DEFAULT_LIMITS, type LimitDrafts, limitDrafts, readLimits } from './limit-drafts.ts';
import { readSpace, type SpaceDraft, spaceDrafts } from './space-drafts.ts';
import { DEFAULT_STRATEGY, readStrategy, type StrategyDraft, strategyDraft } from './strategy-drafts.ts';

/** All that the form of a sweep asks for. */
export interface SweepForm {
  name: string;
  project: string;
  description: string;
  queue: string;
  trialProject: string;
  parameters: SpaceDraft[];
  objectives: Objective[];
  strategy: StrategyDraft;
  limits: LimitDrafts;
}

/** The form for a task that was chosen to be swept: everything as is usual, the first metric that looks like one as the objective. */
export function newForm(task: Task, metrics: MetricName[], queue: string): SweepForm {
  const likely = metrics.find(({ title }) => !title.startsWith(':monitor:'));
  return {
    name: `Sweep of ${task.name}`,
    project: task.project?.name ?? '',
    description: '',
    queue,
    trialProject: '',
    parameters: spaceDrafts(task.hyperparams ?? {}),
    objectives: [likely ? { ...likely, sign: likelySign(likely) } : { title: '', series: '', sign: 'min' }],
    strategy: DEFAULT_STRATEGY,
    limits: limitDrafts(DEFAULT_LIMITS, 10),
  };
}

const likelySign = ({ title, series }: MetricName): Objective['sign'] =>
  /acc|score|auc|f1|precision|recall|reward|r2/i.test(`${title} ${series}`) ? 'max' : 'min';

/** The form filled as an earlier sweep was defined. */
export function formFrom(spec: SweepSpec, task: Task): SweepForm {
  return {
    name: `${spec.name} again`,
    project: spec.project,
    description: spec.description,
    queue: spec.queue,
    trialProject: spec.trialProject ?? '',
    parameters: spaceDrafts(task.hyperparams ?? {}, spec.space),
    objectives: spec.objectives,
    strategy: strategyDraft(spec.strategy),
    limits: limitDrafts(spec.limits, spec.keepTop),
  };
}

export interface FormReading {
  spec: SweepSpec;
  /** By the field's name in the definition: `space.Args/lr.max`, `limits.maxTrials`. */
  problems: Record<string, string>;
  /** Points of the grid over the space; null where it has no end, or is not readable yet. */
  points: number | null;
  /** Parameters whose values have no end. */
  endless: string[];
}

/** What the form says, and by field what is wrong with it: texts that cannot be read first, then what the sweep itself would refuse. */
export function readForm(form: SweepForm, baseTask: string, origin?: SweepSpec): FormReading {
  const space = readSpace(form.parameters);
  const strategy = readStrategy(form.strategy);
  const limits = readLimits(form.limits);
  const spec: SweepSpec = {
    name: form.name.trim(),
    project: form.project.trim(),
    description: form.description,
    baseTask,
    space: space.space,
    objectives: form.objectives.map((one) => ({ ...one, title: one.title.trim(), series: one.series.trim() })),
    strategy: strategy.strategy,
    queue: form.queue,
    limits: limits.limits,
    keepTop: limits.keepTop,
    trialProject: form.trialProject.trim() || null,
    trialName: origin?.trialName ?? '{name} {number}',
    tags: origin?.tags ?? [],
  };
  const unread = Object.fromEntries(
    Object.entries(limits.problems).map(([field, text]) => [field === 'keepTop' ? field : `limits.${field}`, text]),
  );
  const problems = { ...emptyFields(spec), ...space.problems, ...strategy.problems, ...unread };
  const faults = checkSpec(spec).filter(({ field }) => problems[field] === undefined);
  const readable = Object.keys(space.problems).length === 0;
  return {
    spec,
    problems: { ...Object.fromEntries(faults.map(({ field, message }) => [field, message])), ...problems },
    points: readable && Object.keys(spec.space).length > 0 ? gridSize(spec.space) : null,
    endless: Object.keys(spec.space).filter((name) => countValues(spec.space[name]!) === null),
  };
}

function emptyFields({ name, project, queue, objectives }: SweepSpec): Record<string, string> {
  const empty = Object.entries({ name, project, queue }).filter(([, value]) => value === '');
  const untitled = objectives.flatMap(({ title }, index) => (title === '' ? [[`objectives.${index}`, 'Which metric?']] : []));
  return Object.fromEntries([...empty.map(([field]) => [field, 'is missing']), ...untitled]);
}
