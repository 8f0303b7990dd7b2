import { gridPoint, gridSize } from './grid.ts';
import { valueAt } from './scale.ts';
import { sobolAt } from './sobol.ts';
import { assign, canonical, orderedNames, parametersOf } from './space.ts';
import type { SearchSpace, StrategySpec } from './spec.ts';
import { unitAt } from './unit.ts';

/** Strategies whose n-th point follows from the definition alone. */
export type PlainStrategy = Exclude<StrategySpec, { kind: 'optuna' | 'custom' }>;

export const isPlain = (strategy: StrategySpec): strategy is PlainStrategy =>
  strategy.kind !== 'optuna' && strategy.kind !== 'custom';

export interface ProposalInput {
  strategy: PlainStrategy;
  space: SearchSpace;
  /** Index of the next point of the strategy's sequence. */
  cursor: number;
  /** Whether a trial with these parameters was started already. */
  isTried(fingerprint: string): boolean;
}

export interface Proposal {
  parameters: Record<string, unknown>;
  fingerprint: string;
  /** Index of the point after this one. */
  cursor: number;
}

/** Points tried before that are met in a row before a small space is gone through in order. */
const PATIENCE = 200;
/** A space this large is never gone through. */
const SMALL = 100_000;

/** The next point that was not tried before; null when there is none left. */
export function propose({ strategy, space, cursor, isTried }: ProposalInput): Proposal | null {
  const size = gridSize(space);
  const last = strategy.kind === 'grid' ? (size ?? 0) : cursor + PATIENCE;
  for (let index = cursor; index < last; index += 1) {
    const found = pointAt(strategy, space, index);
    if (!isTried(found.fingerprint)) return { ...found, cursor: index + 1 };
  }
  if (strategy.kind === 'grid' || size === null || size > SMALL) return null;
  return firstUntried({ strategy, space, cursor: last, isTried }, size);
}

function firstUntried({ strategy, space, cursor, isTried }: ProposalInput, size: number): Proposal | null {
  const from = Math.floor(unitAt('seed' in strategy ? strategy.seed : 0, cursor, 'rest') * size);
  for (let i = 0; i < size; i += 1) {
    const found = finish(space, gridPoint(space, (from + i) % size));
    if (!isTried(found.fingerprint)) return { ...found, cursor };
  }
  return null;
}

/** The point with an index, whether it was tried or not. */
export function pointAt(strategy: PlainStrategy, space: SearchSpace, index: number): Omit<Proposal, 'cursor'> {
  if (strategy.kind === 'grid') return finish(space, gridPoint(space, index));
  const names = orderedNames(space);
  const unit = (name: string) =>
    strategy.kind === 'sobol' ? sobolAt(strategy.seed, index, names.indexOf(name)) : unitAt(strategy.seed, index, name);
  return finish(
    space,
    assign(space, (name, parameter) => valueAt(parameter, unit(name))),
  );
}

function finish(space: SearchSpace, assignment: Record<string, unknown>): Omit<Proposal, 'cursor'> {
  const parameters = parametersOf(space, assignment);
  return { parameters, fingerprint: canonical(parameters) };
}
