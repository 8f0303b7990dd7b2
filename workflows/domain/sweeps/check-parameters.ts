import { canonical } from '../canonical.ts';
import type { Fault } from './check-space.ts';
import { isActive, orderedNames } from './space.ts';
import type { ParameterSpace, SearchSpace } from './spec.ts';

/**
 * What keeps parameters from being a point of the space: one that is missing, unknown or outside its range. Steps bind the
 * search alone: a trial by hand may stand between them.
 */
export function checkParameters(space: SearchSpace, parameters: Record<string, unknown>): Fault[] {
  const faults: Fault[] = [];
  const known = new Set<string>();
  for (const name of orderedNames(space)) {
    const parameter = space[name] as ParameterSpace;
    if (!isActive(parameter, parameters)) continue;
    const message =
      parameter.kind === 'set' ? outsideSet(parameter, parameters, known) : outside(parameter, name, parameters, known);
    if (message) faults.push({ field: `parameters.${name}`, message });
  }
  const unknown = Object.keys(parameters).filter((key) => !known.has(key));
  return [
    ...faults,
    ...unknown.map((key) => ({ field: `parameters.${key}`, message: `is not in the space here; ${[...known].join(', ')}` })),
  ];
}

function outside(
  parameter: Exclude<ParameterSpace, { kind: 'set' }>,
  name: string,
  parameters: Record<string, unknown>,
  known: Set<string>,
): string | null {
  known.add(name);
  if (!Object.hasOwn(parameters, name)) return 'is missing';
  const value = parameters[name];
  if (parameter.kind === 'choice') {
    if (parameter.values.some((allowed) => canonical(allowed) === canonical(value))) return null;
    return `${canonical(value)} is not allowed; one of ${parameter.values.map(canonical).join(', ')}`;
  }
  const fits = typeof value === 'number' && value >= parameter.min && value <= parameter.max;
  if (fits && (parameter.kind !== 'integer' || Number.isInteger(value))) return null;
  return `${canonical(value)} is not allowed; ${parameter.kind === 'integer' ? 'an integer' : 'a number'} from ${parameter.min} to ${parameter.max}`;
}

function outsideSet(
  { values }: Extract<ParameterSpace, { kind: 'set' }>,
  parameters: Record<string, unknown>,
  known: Set<string>,
): string | null {
  const match = values.find((value) =>
    Object.entries(value).every(([key, item]) => canonical(parameters[key]) === canonical(item)),
  );
  for (const key of Object.keys(match ?? values[0] ?? {})) known.add(key);
  return match ? null : `no value of the set; one of ${values.map(canonical).join(', ')}`;
}
