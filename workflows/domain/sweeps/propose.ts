import { canonical } from '../canonical.ts';
import { gridPoint, gridSize } from './grid.ts';
import { valueAt } from './scale.ts';
import { sobolAt } from './sobol.ts';
import { assign, orderedNames, parametersOf } from './space.ts';
import type { SearchSpace, StrategySpec } from './spec.ts';
import { unitAt } from './unit.ts';

/** Strategies whose n-th point follows from the definition alone. */
export type PlainStrategy = Exclude<StrategySpec, { kind: 'optuna' | 'custom' }>;

export const isPlain = (strategy: StrategySpec): strategy is PlainStrategy =>
  strategy.kind !== 'optuna' && strategy.kind !== 'custom';

export interface Point {
  parameters: Record<string, unknown>;
  /** The parameters as one text, the same for the same point. */
  fingerprint: string;
}

/** The points of the strategy's sequence from an index on, tried or not; the grid ends. */
export function pointsFrom(
  strategy: PlainStrategy,
  space: SearchSpace,
  from: number,
  count: number,
): (Point & { index: number })[] {
  const last = strategy.kind === 'grid' ? Math.min(gridSize(space) ?? 0, from + count) : from + count;
  return Array.from({ length: Math.max(0, last - from) }, (_, i) => ({ index: from + i, ...pointAt(strategy, space, from + i) }));
}

/** A space with more points is never gone through in order. */
const SMALL = 100_000;

export interface RestInput {
  strategy: PlainStrategy;
  space: SearchSpace;
  cursor: number;
  /** Fingerprints of all points that were tried. */
  tried: ReadonlySet<string>;
  count: number;
}

/** Up to `count` untried points of a space that is nearly used up, where drawing one more finds none. */
export function restOf({ strategy, space, cursor, tried, count }: RestInput): Point[] {
  const size = gridSize(space);
  if (size === null || size > SMALL) return [];
  const from = 'seed' in strategy ? Math.floor(unitAt(strategy.seed, cursor, 'rest') * size) : 0;
  const found: Point[] = [];
  for (let i = 0; i < size && found.length < count; i += 1) {
    const point = finish(space, gridPoint(space, (from + i) % size));
    if (!tried.has(point.fingerprint)) found.push(point);
  }
  return found;
}

/** The point with an index, whether it was tried or not. */
export function pointAt(strategy: PlainStrategy, space: SearchSpace, index: number): Point {
  if (strategy.kind === 'grid') return finish(space, gridPoint(space, index));
  const names = orderedNames(space);
  const unit = (name: string) =>
    strategy.kind === 'sobol' ? sobolAt(strategy.seed, index, names.indexOf(name)) : unitAt(strategy.seed, index, name);
  return finish(
    space,
    assign(space, (name, parameter) => valueAt(parameter, unit(name))),
  );
}

function finish(space: SearchSpace, assignment: Record<string, unknown>): Point {
  const parameters = parametersOf(space, assignment);
  return { parameters, fingerprint: canonical(parameters) };
}
