import { canonical } from '../canonical.ts';
import type { ParameterSpace, SearchSpace } from './spec.ts';

/** Values of the names of a space: a record of parameters where the name is the label of a set. */
export type Assignment = Record<string, unknown>;

/** The names of a space, each after the one that its condition asks for. Names within a circle of conditions are left out. */
export function orderedNames(space: SearchSpace): string[] {
  const ordered: string[] = [];
  const left = new Set(Object.keys(space));
  for (let found = true; found; ) {
    found = false;
    for (const name of left) {
      const parent = space[name]?.onlyWhen?.parameter;
      if (parent !== undefined && left.has(parent)) continue;
      ordered.push(name);
      left.delete(name);
      found = true;
    }
  }
  return ordered;
}

/** Whether a parameter exists beside the values chosen so far. */
export function isActive({ onlyWhen }: ParameterSpace, assignment: Assignment): boolean {
  if (!onlyWhen) return true;
  if (!Object.hasOwn(assignment, onlyWhen.parameter)) return false;
  const value = canonical(assignment[onlyWhen.parameter]);
  return onlyWhen.in.some((wanted) => canonical(wanted) === value);
}

/** Chooses a value for each parameter that exists. */
export function assign(space: SearchSpace, choose: (name: string, parameter: ParameterSpace) => unknown): Assignment {
  const assignment: Assignment = {};
  for (const name of orderedNames(space)) {
    const parameter = space[name] as ParameterSpace;
    if (isActive(parameter, assignment)) assignment[name] = choose(name, parameter);
  }
  return assignment;
}

/** The parameters that an assignment sets: a set's label gives way to what it holds. */
export function parametersOf(space: SearchSpace, assignment: Assignment): Record<string, unknown> {
  const entries = Object.entries(assignment).flatMap(([name, value]) =>
    space[name]?.kind === 'set' ? Object.entries(value as Record<string, unknown>) : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
