import type { ParameterSpace, SearchSpace } from '../../../../workflows/contracts/sweep.ts';
import { checkParameters } from '../../../../workflows/domain/sweeps/check-parameters.ts';
import { isActive } from '../../../../workflows/domain/sweeps/space.ts';
import { valueText } from '../axis-scale.ts';

/** A value that a trial by hand needs. A set is asked for by the number of its value, counted from 1. */
export interface HandField {
  name: string;
  space: ParameterSpace;
}

export const handFields = (space: SearchSpace): HandField[] => Object.entries(space).map(([name, one]) => ({ name, space: one }));

export interface HandTrial {
  parameters: Record<string, unknown>;
  /** By name. */
  problems: Record<string, string>;
}

/** The parameters that the texts stand for, and by field what is wrong. A choice keeps the type of the value that was chosen. */
export function readHandTrial(space: SearchSpace, texts: Record<string, string>): HandTrial {
  const parameters: Record<string, unknown> = {};
  for (const { name, space: own } of handFields(space)) {
    const text = (texts[name] ?? '').trim();
    if (text === '') continue;
    const value = readValue(own, text);
    if (own.kind === 'set') Object.assign(parameters, value);
    else parameters[name] = value;
  }
  const faults = checkParameters(space, parameters);
  return {
    parameters,
    problems: Object.fromEntries(faults.map(({ field, message }) => [field.slice('parameters.'.length), message])),
  };
}

/** Whether a parameter exists beside the values given so far. */
export const isAsked = ({ space }: HandField, parameters: Record<string, unknown>): boolean => isActive(space, parameters);

function readValue(space: ParameterSpace, text: string): unknown {
  if (space.kind === 'choice')
    return space.values.find((value) => valueText(value) === text || JSON.stringify(value) === text) ?? text;
  if (space.kind === 'set') return space.values[Number(text) - 1];
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}
