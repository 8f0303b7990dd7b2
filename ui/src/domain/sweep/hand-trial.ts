import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { valueText } from '../axis-scale.ts';

/** A value that a trial by hand needs. A set is asked for by the number of its value, counted from 1. */
export interface HandField {
  name: string;
  space: ParameterSpace;
  /** Only there under a condition. */
  optional: boolean;
}

export const handFields = (space: SearchSpace): HandField[] =>
  Object.entries(space).map(([name, one]) => ({ name, space: one, optional: one.onlyWhen !== undefined }));

export interface HandTrial {
  parameters: Record<string, unknown>;
  problems: Record<string, string>;
}

/** The parameters that the texts stand for, and by field what is wrong. A choice keeps the type of the value that was chosen. */
export function readHandTrial(fields: HandField[], texts: Record<string, string>): HandTrial {
  const parameters: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  for (const { name, space, optional } of fields) {
    const text = (texts[name] ?? '').trim();
    if (text === '') {
      if (!optional) problems[name] = 'A value is needed';
      continue;
    }
    const value = readValue(space, text);
    if (value === undefined) problems[name] = `"${text}" is not ${allowed(space)}`;
    else if (space.kind === 'set') Object.assign(parameters, value);
    else parameters[name] = value;
  }
  return { parameters, problems };
}

function readValue(space: ParameterSpace, text: string): unknown {
  if (space.kind === 'choice') return space.values.find((value) => valueText(value) === text || JSON.stringify(value) === text);
  if (space.kind === 'set') return space.values[Number(text) - 1];
  const value = Number(text);
  if (!Number.isFinite(value) || value < space.min || value > space.max) return undefined;
  return space.kind === 'integer' && !Number.isInteger(value) ? undefined : value;
}

function allowed(space: ParameterSpace): string {
  if (space.kind === 'choice') return `one of ${space.values.map(valueText).join(', ')}`;
  if (space.kind === 'set') return `a number from 1 to ${space.values.length}`;
  return `a${space.kind === 'integer' ? ' whole' : ''} number from ${space.min} to ${space.max}`;
}
