import { canonical } from '../canonical.ts';
import { countValues, nthValue } from './scale.ts';
import type { Assignment } from './space.ts';
import type { ParameterSpace, SearchSpace } from './spec.ts';

/** Number of points of the grid; null when a parameter has no end of values. A parameter that does not exist at a point makes no points. */
export function gridSize(space: SearchSpace): number | null {
  if (Object.values(space).some((parameter) => countValues(parameter) === null)) return null;
  return product(rootsOf(space).map((name) => sizeBelow(space, name)));
}

/** The n-th point of a grid, from 0; each index is another point. */
export function gridPoint(space: SearchSpace, index: number): Assignment {
  const assignment: Assignment = {};
  fill(space, rootsOf(space), index, assignment);
  return assignment;
}

/** Names without a condition. Conditions make trees: each has one parent. */
const rootsOf = (space: SearchSpace): string[] => Object.keys(space).filter((name) => !space[name]?.onlyWhen);

function childrenOf(space: SearchSpace, name: string, value: unknown): string[] {
  return Object.keys(space).filter((child) => {
    const { onlyWhen } = space[child] as ParameterSpace;
    return onlyWhen?.parameter === name && onlyWhen.in.some((wanted) => canonical(wanted) === canonical(value));
  });
}

function sizeBelow(space: SearchSpace, name: string): number {
  const parameter = space[name] as ParameterSpace;
  const count = countValues(parameter) ?? 0;
  if (!isParent(space, name)) return count;
  let size = 0;
  for (let i = 0; i < count; i += 1) size += sizeWith(space, name, nthValue(parameter, i));
  return size;
}

const isParent = (space: SearchSpace, name: string): boolean =>
  Object.values(space).some(({ onlyWhen }) => onlyWhen?.parameter === name);

const sizeWith = (space: SearchSpace, name: string, value: unknown): number =>
  product(childrenOf(space, name, value).map((child) => sizeBelow(space, child)));

/** Mixed radix: the first name changes slowest. */
function fill(space: SearchSpace, names: string[], index: number, assignment: Assignment): void {
  let rest = index;
  for (const name of names.toReversed()) {
    const size = sizeBelow(space, name);
    fillOne(space, name, rest % size, assignment);
    rest = Math.floor(rest / size);
  }
}

function fillOne(space: SearchSpace, name: string, index: number, assignment: Assignment): void {
  const parameter = space[name] as ParameterSpace;
  if (!isParent(space, name)) {
    assignment[name] = nthValue(parameter, index);
    return;
  }
  let rest = index;
  for (let i = 0; ; i += 1) {
    const value = nthValue(parameter, i);
    const size = sizeWith(space, name, value);
    if (rest < size) {
      assignment[name] = value;
      fill(space, childrenOf(space, name, value), rest, assignment);
      return;
    }
    rest -= size;
  }
}

const product = (numbers: number[]): number => numbers.reduce((all, number) => all * number, 1);
