import type { ParameterSpace } from '../../../../workflows/contracts/sweep.ts';
import { valueText } from '../axis-scale.ts';

export const KIND_LABELS: Record<ParameterSpace['kind'], string> = {
  uniform: 'uniform',
  logUniform: 'log-uniform',
  integer: 'integer',
  choice: 'choice',
  set: 'set',
};

/** A part of the search space in one line. */
export function describeSpace(space: ParameterSpace): string {
  const condition = space.onlyWhen ? `, only when ${space.onlyWhen.parameter} is ${list(space.onlyWhen.in, ' or ')}` : '';
  return `${describeValues(space)}${condition}`;
}

function describeValues(space: ParameterSpace): string {
  switch (space.kind) {
    case 'uniform':
      return range(space) + (space.step === null ? '' : ` in steps of ${space.step}`);
    case 'logUniform':
      return range(space);
    case 'integer':
      return `${range(space)}${space.step === 1 ? '' : ` in steps of ${space.step}`}${space.log ? ', by magnitude' : ''}`;
    case 'choice':
      return list(space.values, ', ');
    default:
      return list(space.values, '; ');
  }
}

const range = ({ min, max }: { min: number; max: number }): string => `${min} to ${max}`;
const list = (values: unknown[], separator: string): string => values.map(valueText).join(separator);
