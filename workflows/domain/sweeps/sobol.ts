import { DIRECTIONS } from './sobol-directions.ts';
import { hashText, mix } from './unit.ts';

/** Most parameters that a Sobol sequence has dimensions for. */
export const MOST_DIMENSIONS = DIRECTIONS.length + 1;

const BITS = 32;

/**
 * Coordinate of the n-th point of a Sobol sequence (direction numbers of Joe and Kuo), shifted by the seed: each seed is another
 * sequence, as evenly spread.
 */
export function sobolAt(seed: number, index: number, dimension: number): number {
  const numbers = directionNumbers(dimension);
  let bits = mix(mix(seed) ^ hashText(`sobol ${dimension}`));
  let gray = index ^ (index >>> 1);
  for (let bit = 0; gray !== 0; bit += 1, gray >>>= 1) if (gray & 1) bits ^= numbers[bit] as number;
  return (bits >>> 0) / 2 ** BITS;
}

/** The 32 direction numbers of a dimension, from 0, the highest bit first. */
function directionNumbers(dimension: number): number[] {
  if (dimension === 0) return Array.from({ length: BITS }, (_, i) => (1 << (BITS - 1 - i)) >>> 0);
  const [polynomial, ...initial] = DIRECTIONS[dimension - 1] as readonly number[] as [number, ...number[]];
  const degree = initial.length;
  const numbers = initial.map((m, i) => (m << (BITS - 1 - i)) >>> 0);
  for (let i = degree; i < BITS; i += 1) numbers.push(nextNumber(numbers, polynomial, degree));
  return numbers;
}

function nextNumber(numbers: number[], polynomial: number, degree: number): number {
  const i = numbers.length;
  const oldest = numbers[i - degree] as number;
  let next = oldest ^ (oldest >>> degree);
  for (let k = 1; k < degree; k += 1) if ((polynomial >>> (degree - k)) & 1) next ^= numbers[i - k] as number;
  return next >>> 0;
}
