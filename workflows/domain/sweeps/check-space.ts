import { canonical } from '../canonical.ts';
import { orderedNames } from './space.ts';
import type { ParameterSpace, SearchSpace } from './spec.ts';

/** What is wrong with a definition: the field, and what is allowed there. */
export interface Fault {
  field: string;
  message: string;
}

/** What is wrong with a search space. */
export function checkSpace(space: SearchSpace, field = 'space'): Fault[] {
  if (Object.keys(space).length === 0) return [{ field, message: 'is empty; a sweep varies at least one parameter' }];
  const faults = Object.entries(space).flatMap(([name, parameter]) => checkParameter(space, name, parameter));
  const circle = Object.keys(space).filter((name) => !orderedNames(space).includes(name));
  if (circle.length > 0)
    faults.push({ field: circle[0] as string, message: `its condition goes in a circle: ${circle.join(', ')}` });
  return [...faults, ...doubled(space)].map((fault) => ({ ...fault, field: `${field}.${fault.field}` }));
}

function checkParameter(space: SearchSpace, name: string, parameter: ParameterSpace): Fault[] {
  const faults: Fault[] = [];
  const fault = (part: string, message: string) => faults.push({ field: part ? `${name}.${part}` : name, message });
  if (parameter.kind === 'choice' || parameter.kind === 'set') {
    if (parameter.values.length === 0) fault('values', 'is empty; at least one value');
    if (new Set(parameter.values.map(canonical)).size < parameter.values.length) fault('values', 'has a value twice');
  } else {
    checkRange(parameter, fault);
  }
  for (const key of keysOf(name, parameter)) {
    if (!/^[^/]+\/.+/.test(key)) fault('', `"${key}" is no parameter; section and name, such as Args/lr`);
  }
  checkCondition(space, parameter, fault);
  return faults;
}

type Range = Exclude<ParameterSpace, { kind: 'choice' | 'set' }>;
type Report = (part: string, message: string) => void;

function checkRange(range: Range, fault: Report): void {
  const { min, max } = range;
  if (min > max) fault('max', `${max} is below min ${min}`);
  if (range.kind === 'logUniform' && min <= 0) fault('min', `${min} is not allowed on a logarithm; above 0`);
  if (range.kind === 'integer') {
    for (const part of ['min', 'max', 'step'] as const) {
      if (!Number.isInteger(range[part])) fault(part, `${range[part]} is no integer`);
    }
    if (range.log && min < 1) fault('min', `${min} is not allowed on a logarithm; at least 1`);
  }
  if ('step' in range && range.step !== null && range.step <= 0) fault('step', `${range.step} is not allowed; above 0`);
}

function checkCondition(space: SearchSpace, { onlyWhen }: ParameterSpace, fault: Report): void {
  if (!onlyWhen) return;
  const parent = space[onlyWhen.parameter];
  if (!parent)
    fault('onlyWhen.parameter', `"${onlyWhen.parameter}" is not in the space; one of ${Object.keys(space).join(', ')}`);
  else if (parent.kind === 'set')
    fault('onlyWhen.parameter', `"${onlyWhen.parameter}" is a set; a parameter with values of its own`);
  if (onlyWhen.in.length === 0) fault('onlyWhen.in', 'is empty; at least one value');
}

/** A parameter that is set twice in one trial has no value. */
function doubled(space: SearchSpace): Fault[] {
  const seen = new Map<string, string>();
  const faults: Fault[] = [];
  for (const [name, parameter] of Object.entries(space)) {
    for (const key of new Set(keysOf(name, parameter))) {
      const other = seen.get(key);
      if (other !== undefined) faults.push({ field: name, message: `sets ${key}, as ${other} does` });
      seen.set(key, name);
    }
  }
  return faults;
}

/** The parameters that a name of the space stands for. */
export const keysOf = (name: string, parameter: ParameterSpace): string[] =>
  parameter.kind === 'set' ? [...new Set(parameter.values.flatMap((value) => Object.keys(value)))] : [name];
