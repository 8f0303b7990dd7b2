import type { ParameterSpace } from './spec.ts';

/** The value that stands at `unit`, from [0, 1), of a parameter's range. */
export function valueAt(space: ParameterSpace, unit: number): unknown {
  switch (space.kind) {
    case 'uniform':
      if (space.step === null) return Math.min(space.min + unit * (space.max - space.min), space.max);
      return stepped(space.min, space.step, pick(unit, countSteps(space.min, space.max, space.step)));
    case 'logUniform':
      return clamp(Math.exp(between(Math.log(space.min), Math.log(space.max), unit)), space.min, space.max);
    case 'integer':
      return space.log
        ? logInteger(space, unit)
        : space.min + space.step * pick(unit, countSteps(space.min, space.max, space.step));
    case 'choice':
    case 'set':
      return space.values[pick(unit, space.values.length)];
  }
}

/** How many values a parameter may take; null where there is no end of them. */
export function countValues(space: ParameterSpace): number | null {
  switch (space.kind) {
    case 'uniform':
      if (space.step === null) return space.min === space.max ? 1 : null;
      return countSteps(space.min, space.max, space.step);
    case 'logUniform':
      return space.min === space.max ? 1 : null;
    case 'integer':
      return countSteps(space.min, space.max, space.step);
    case 'choice':
    case 'set':
      return space.values.length;
  }
}

/** The n-th value of a parameter that has a number of them. */
export function nthValue(space: ParameterSpace, index: number): unknown {
  if (space.kind === 'choice' || space.kind === 'set') return space.values[index];
  if (space.kind === 'logUniform' || space.step === null) return space.min;
  return stepped(space.min, space.step, index);
}

/** Both ends count, the upper one where a step falls on it. */
const countSteps = (min: number, max: number, step: number): number => Math.floor((max - min) / step + 1e-9) + 1;

/** 0.1 + 2 × 0.1 is 0.3: no more digits than the range was given with. */
function stepped(min: number, step: number, index: number): number {
  const digits = Math.max(digitsOf(min), digitsOf(step));
  const value = min + step * index;
  return digits > 15 ? value : Number(value.toFixed(digits));
}

function digitsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** Even on the logarithm, with as much room for the ends as for the rest. */
function logInteger({ min, max, step }: { min: number; max: number; step: number }, unit: number): number {
  const value = Math.exp(between(Math.log(min - 0.5), Math.log(max + 0.5), unit));
  return clamp(min + step * Math.round((value - min) / step), min, min + step * (countSteps(min, max, step) - 1));
}

const pick = (unit: number, count: number): number => Math.min(Math.floor(unit * count), count - 1);
const between = (low: number, high: number, unit: number): number => low + unit * (high - low);
const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);
