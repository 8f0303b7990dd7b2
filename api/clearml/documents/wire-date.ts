/** A time as ClearML writes it: ISO-8601 with six digits and an offset, so that times also compare as texts. */
export function wireDate(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'string') return fromDate(value as Date);
  const utc = POSTGRES_UTC.exec(value);
  return utc ? `${utc[1]}T${utc[2]}.${(utc[3] ?? '').padEnd(6, '0')}+00:00` : fromDate(new Date(value));
}

/** How Postgres prints a `timestamptz` in a session whose time zone is UTC. */
const POSTGRES_UTC = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

const fromDate = (date: Date): string => date.toISOString().replace('Z', '000+00:00');
