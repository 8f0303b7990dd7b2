import type { Condition } from './spec.ts';

/**
 * Whether a condition holds whose references are resolved.
 * @throws TypeError when an order is asked of what is not a number
 */
export function holds({ value, is, than }: Condition): boolean {
  switch (is) {
    case 'true':
      return value === true || value === 'true' || value === 'True';
    case 'false':
      return value === false || value === 'false' || value === 'False';
    case 'equal':
      return same(value, than);
    case 'notEqual':
      return !same(value, than);
    case 'above':
      return numberOf(value) > numberOf(than);
    case 'atLeast':
      return numberOf(value) >= numberOf(than);
    case 'below':
      return numberOf(value) < numberOf(than);
    case 'atMost':
      return numberOf(value) <= numberOf(than);
  }
}

/** A number and its text are the same: parameters of tasks are texts. */
const same = (a: unknown, b: unknown): boolean =>
  typeof a === typeof b ? JSON.stringify(a) === JSON.stringify(b) : String(a) === String(b);

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw new TypeError(`${JSON.stringify(value) ?? 'nothing'} is not a number`);
}
