import type { HyperParameter, Task } from '../../api/types.ts';
import { readTyped, valueTypeOf } from '../sweep/parameter-type.ts';
import { type ComparedRow, type ComparedSection, comparedRow } from './sections.ts';

const parameterOf = (task: Task, key: string): HyperParameter | undefined => {
  const at = key.indexOf('/');
  return task.hyperparams?.[key.slice(0, at)]?.[key.slice(at + 1)];
};

/** `Args/lr` of every parameter that one of the tasks has. */
export function parameterKeys(tasks: Task[]): string[] {
  const keys = tasks.flatMap(({ hyperparams = {} }) =>
    Object.entries(hyperparams).flatMap(([section, parameters]) => Object.keys(parameters).map((name) => `${section}/${name}`)),
  );
  return [...new Set(keys)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}

/** The parameters of the tasks beside each other, by section. */
export function compareParameters(tasks: Task[]): ComparedSection[] {
  const sections = new Map<string, ComparedRow[]>();
  for (const key of parameterKeys(tasks)) {
    const [section = '', name = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)];
    const cells = tasks.map((task) => parameterOf(task, key)?.value ?? null);
    sections.set(section, [...(sections.get(section) ?? []), comparedRow(key, name, cells)]);
  }
  return [...sections].map(([title, rows]) => ({ title, rows }));
}

/** The value with its type: a number where it is one, else its text; undefined where the task has no such parameter. */
export function parameterValue(task: Task, key: string): unknown {
  const parameter = parameterOf(task, key);
  if (!parameter) return undefined;
  const type = valueTypeOf(parameter);
  const value = type === 'int' || type === 'float' ? readTyped('float', parameter.value) : undefined;
  return value ?? parameter.value;
}
