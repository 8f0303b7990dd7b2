import { checkSpace, type Fault } from './check-space.ts';
import { gridSize } from './grid.ts';
import { MOST_DIMENSIONS } from './sobol.ts';
import type { StrategySpec, SweepLimits, SweepSpec } from './spec.ts';

/** What is wrong with a sweep's definition, beyond the form of its fields; empty when it can run. */
export function checkSpec(spec: SweepSpec): Fault[] {
  const faults = [...checkSpace(spec.space), ...checkLimits(spec.limits), ...checkStrategy(spec)];
  if (spec.objectives.length === 0)
    faults.push({ field: 'objectives', message: 'is empty; at least one metric to compare trials by' });
  if (spec.keepTop !== null && spec.keepTop < 1)
    faults.push({ field: 'keepTop', message: `${spec.keepTop} is not allowed; at least 1` });
  return faults;
}

/** What is wrong with the limits that are given. */
export function checkLimits(limits: Partial<SweepLimits>): Fault[] {
  const faults: Fault[] = [];
  for (const name of ['maxTrials', 'maxConcurrent', 'maxIterations', 'trialTimeMs', 'computeTimeMs', 'wallClockMs'] as const) {
    const value = limits[name];
    if (value === undefined || (value === null && name !== 'maxConcurrent')) continue;
    if (!(Number.isFinite(value) && (value as number) > 0))
      faults.push({ field: `limits.${name}`, message: `${value} is not allowed; above 0` });
  }
  return faults;
}

function checkStrategy(spec: SweepSpec): Fault[] {
  const { strategy } = spec;
  switch (strategy.kind) {
    case 'grid':
      if (gridSize(spec.space) !== null) return [];
      return [
        { field: 'strategy', message: `a grid needs values: give ${endless(spec).join(', ')} a step, or choose from a list` },
      ];
    case 'sobol':
      if (Object.keys(spec.space).length <= MOST_DIMENSIONS) return [];
      return [{ field: 'strategy', message: `Sobol's sequence has ${MOST_DIMENSIONS} dimensions, the space more` }];
    case 'asha':
    case 'hyperband':
      return [...checkHalving(strategy), ...single(spec, strategy.kind), ...needsTrials(spec)];
    case 'optuna':
      return [...(strategy.pruner ? single(spec, 'a pruner') : []), ...needsTrials(spec)];
    case 'random':
      return gridSize(spec.space) === null ? needsTrials(spec) : [];
    case 'custom':
      return [];
  }
}

const endless = ({ space }: SweepSpec): string[] =>
  Object.keys(space).filter((name) => gridSize({ [name]: { ...space[name], onlyWhen: undefined } as never }) === null);

function checkHalving({
  minIterations,
  maxIterations,
  reduction,
}: Extract<StrategySpec, { kind: 'asha' | 'hyperband' }>): Fault[] {
  const faults: Fault[] = [];
  if (minIterations < 1) faults.push({ field: 'strategy.minIterations', message: `${minIterations} is not allowed; at least 1` });
  if (maxIterations < minIterations)
    faults.push({ field: 'strategy.maxIterations', message: `${maxIterations} is below minIterations ${minIterations}` });
  if (reduction < 2) faults.push({ field: 'strategy.reduction', message: `${reduction} is not allowed; at least 2` });
  return faults;
}

/** A running trial is compared by one curve. */
function single({ objectives }: SweepSpec, what: string): Fault[] {
  if (objectives.length < 2) return [];
  return [
    { field: 'objectives', message: `${what} compares trials while they run and takes one objective, not ${objectives.length}` },
  ];
}

/** Something must end a search that never runs out of points. */
function needsTrials({ limits }: SweepSpec): Fault[] {
  if (limits.maxTrials !== null || limits.computeTimeMs !== null || limits.wallClockMs !== null) return [];
  return [{ field: 'limits', message: 'nothing ends this sweep: give maxTrials, computeTimeMs or wallClockMs' }];
}
