/** A number that is written with its point even when it is whole: Python's clients tell `2.0` from `2`. */
export function wireFloat(value: number | null): unknown {
  if (value === null || !Number.isInteger(value) || Math.abs(value) >= EXPONENTS_FROM) return value;
  return rawJson(Object.is(value, -0) ? '-0.0' : `${value}.0`);
}

/** The same for numbers between commas, as Postgres writes them. */
export const wireFloats = (text: string): string => text.replace(/(^|,)(-?\d+)(?=,|$)/g, '$1$2.0');

/** From here on JavaScript writes an exponent. */
const EXPONENTS_FROM = 1e21;

const { rawJSON: rawJson } = JSON as unknown as { rawJSON(text: string): unknown };
