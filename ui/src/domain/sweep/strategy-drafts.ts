import type { StrategySpec } from '../../../../workflows/contracts/sweep.ts';
import { parseJson } from './parse-json.ts';

export type StrategyKind = StrategySpec['kind'];

/** A strategy with its settings in a form. Figures and arguments are texts. */
export interface StrategyDraft {
  kind: StrategyKind;
  seed: string;
  minIterations: string;
  maxIterations: string;
  reduction: string;
  sampler: string;
  samplerArguments: string;
  /** Empty: none. */
  pruner: string;
  prunerArguments: string;
  /** Of a strategy of one's own. */
  name: string;
}

export const STRATEGIES: Record<StrategyKind, { label: string; hint: string; fields: (keyof StrategyDraft)[] }> = {
  grid: { label: 'Grid', hint: 'Every point of the grid once', fields: [] },
  random: { label: 'Random', hint: 'Independent points', fields: ['seed'] },
  sobol: { label: 'Sobol', hint: 'Points that fill the space evenly', fields: ['seed'] },
  asha: {
    label: 'ASHA',
    hint: 'Many trials begin, and at each rung only the best go on',
    fields: ['minIterations', 'maxIterations', 'reduction', 'seed'],
  },
  hyperband: {
    label: 'Hyperband',
    hint: 'Successive halving in brackets that begin with different budgets',
    fields: ['minIterations', 'maxIterations', 'reduction', 'seed'],
  },
  optuna: {
    label: 'Optuna',
    hint: 'The real Optuna proposes the points, and its pruner ends trials early',
    fields: ['sampler', 'samplerArguments', 'pruner', 'prunerArguments', 'seed'],
  },
  custom: { label: 'Your own', hint: 'A function of a file that "perdura sweep worker FILE" serves', fields: ['name'] },
};

export const STRATEGY_LABELS: Record<Exclude<keyof StrategyDraft, 'kind'>, { label: string; hint: string }> = {
  seed: { label: 'Seed', hint: 'The same seed proposes the same points' },
  minIterations: { label: 'Iterations of the first rung', hint: '' },
  maxIterations: { label: 'Iterations of the last rung', hint: '' },
  reduction: { label: 'Reduction', hint: 'One in so many goes on' },
  sampler: { label: 'Sampler', hint: 'By its name in optuna.samplers' },
  samplerArguments: { label: "Sampler's arguments", hint: 'JSON such as {"n_startup_trials": 10}' },
  pruner: { label: 'Pruner', hint: 'By its name in optuna.pruners; empty: none' },
  prunerArguments: { label: "Pruner's arguments", hint: 'JSON such as {"n_warmup_steps": 5}' },
  name: { label: 'Name', hint: 'Of the strategy that the file exports' },
};

export const SAMPLERS = [
  'TPESampler',
  'GPSampler',
  'CmaEsSampler',
  'NSGAIISampler',
  'NSGAIIISampler',
  'QMCSampler',
  'RandomSampler',
  'BruteForceSampler',
  'GridSampler',
  'PartialFixedSampler',
];

export const PRUNERS = [
  'MedianPruner',
  'PercentilePruner',
  'HyperbandPruner',
  'SuccessiveHalvingPruner',
  'ThresholdPruner',
  'PatientPruner',
  'WilcoxonPruner',
  'NopPruner',
];

export const DEFAULT_STRATEGY: StrategyDraft = {
  kind: 'optuna',
  seed: '1',
  minIterations: '10',
  maxIterations: '100',
  reduction: '3',
  sampler: 'TPESampler',
  samplerArguments: '',
  pruner: '',
  prunerArguments: '',
  name: '',
};

export function strategyDraft(strategy: StrategySpec): StrategyDraft {
  const draft = { ...DEFAULT_STRATEGY, kind: strategy.kind };
  if ('seed' in strategy) draft.seed = String(strategy.seed);
  if (strategy.kind === 'custom') draft.name = strategy.name;
  if (strategy.kind === 'asha' || strategy.kind === 'hyperband') {
    draft.minIterations = String(strategy.minIterations);
    draft.maxIterations = String(strategy.maxIterations);
    draft.reduction = String(strategy.reduction);
  }
  if (strategy.kind === 'optuna') {
    draft.sampler = strategy.sampler.name;
    draft.samplerArguments = argumentsText(strategy.sampler.arguments);
    draft.pruner = strategy.pruner?.name ?? '';
    draft.prunerArguments = argumentsText(strategy.pruner?.arguments ?? {});
  }
  return draft;
}

const argumentsText = (values: Record<string, unknown>): string =>
  Object.keys(values).length === 0 ? '' : JSON.stringify(values);

/** The strategy that a draft describes, and by field (`strategy.seed`) which texts cannot be read. */
export function readStrategy(draft: StrategyDraft): { strategy: StrategySpec; problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  const refuse = (field: keyof StrategyDraft, text: string) => {
    problems[`strategy.${field}`] ??= text;
  };
  const whole = (field: 'seed' | 'minIterations' | 'maxIterations' | 'reduction'): number => {
    const value = Number(draft[field]);
    if (draft[field].trim() === '' || !Number.isSafeInteger(value)) refuse(field, `"${draft[field]}" is not a whole number`);
    return value;
  };
  const named = (field: 'sampler' | 'pruner' | 'name'): string => {
    if (draft[field].trim() === '') refuse(field, 'is missing');
    return draft[field].trim();
  };
  const given = (field: 'samplerArguments' | 'prunerArguments'): Record<string, unknown> => {
    const value = draft[field].trim() === '' ? {} : parseJson(draft[field]);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    refuse(field, 'is not a JSON object');
    return {};
  };
  const read = (): StrategySpec => {
    switch (draft.kind) {
      case 'grid':
        return { kind: 'grid' };
      case 'random':
      case 'sobol':
        return { kind: draft.kind, seed: whole('seed') };
      case 'asha':
      case 'hyperband':
        return {
          kind: draft.kind,
          seed: whole('seed'),
          minIterations: whole('minIterations'),
          maxIterations: whole('maxIterations'),
          reduction: whole('reduction'),
        };
      case 'optuna':
        return {
          kind: 'optuna',
          seed: whole('seed'),
          sampler: { name: named('sampler'), arguments: given('samplerArguments') },
          pruner: draft.pruner.trim() === '' ? null : { name: draft.pruner.trim(), arguments: given('prunerArguments') },
        };
      case 'custom':
        return { kind: 'custom', name: named('name') };
    }
  };
  return { strategy: read(), problems };
}
