import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';

export interface GridSize {
  /** Points of the grid; null where a parameter has no steps. */
  points: number | null;
  /** Parameters that have values without end. */
  endless: string[];
}

/** How many trials a grid over the space has. A parameter under a condition only multiplies where the condition holds. */
export function gridSize(space: SearchSpace): GridSize {
  const names = Object.keys(space);
  const endless = names.filter((name) => valueCount(space[name]!) === null);
  if (endless.length > 0) return { points: null, endless };
  const roots = names.filter((name) => !hasParent(space, name));
  return { points: roots.reduce((product, name) => product * pointsOf(space, name), 1), endless: [] };
}

const hasParent = (space: SearchSpace, name: string): boolean => {
  const parent = space[name]!.onlyWhen?.parameter;
  return parent !== undefined && space[parent] !== undefined;
};

/** Points of a parameter together with those that depend on it. */
function pointsOf(space: SearchSpace, name: string): number {
  const own = space[name]!;
  const children = Object.entries(space).filter(([, { onlyWhen }]) => onlyWhen?.parameter === name);
  if (children.length === 0) return valueCount(own)!;
  return listValues(own).reduce<number>(
    (sum, value) =>
      sum +
      children.reduce(
        (product, [child, { onlyWhen }]) => product * (onlyWhen!.in.includes(value) ? pointsOf(space, child) : 1),
        1,
      ),
    0,
  );
}

function valueCount(space: ParameterSpace): number | null {
  if (space.kind === 'choice' || space.kind === 'set') return space.values.length;
  if (space.kind === 'logUniform' || space.step === null) return null;
  return Math.floor((space.max - space.min) / space.step + 1e-9) + 1;
}

function listValues(space: ParameterSpace): unknown[] {
  if (space.kind === 'choice' || space.kind === 'set') return space.values;
  if (space.kind === 'logUniform' || space.step === null) return [];
  const { min, step } = space;
  return Array.from({ length: valueCount(space)! }, (_, index) => min + index * step);
}
