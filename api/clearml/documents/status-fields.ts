import { wireDate } from './wire-date.ts';

/** Fields as a change answers them: dates as ClearML writes them, without what is unset. */
export function wireFields(fields: object): Record<string, unknown> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof Date ? wireDate(value) : value]));
}

/** As `wireFields`, without nulls. */
export const statusFields = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(wireFields(fields)).filter(([, value]) => value !== null));
