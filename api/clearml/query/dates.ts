import { Refusal } from '../../../activities/db/errors.ts';
import { type Sql, sql } from '../../../activities/db/sql.ts';

const CONDITION = /^(>=|<=|>|<)?\s*(.*)$/s;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads an ISO-8601 time; one without an offset is in UTC.
 * @throws Refusal `invalid` naming the field
 */
export function parseDate(text: string, field: string): Date {
  const match = ISO.exec(text);
  const date = match ? new Date(withOffset(text, match[1])) : undefined;
  if (date && !Number.isNaN(date.getTime())) return date;
  throw invalidDate(field, text);
}

const withOffset = (text: string, offset: string | undefined): string =>
  text.length === 10 || offset ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`;

/**
 * The condition of a date field: `">=2026-01-01"`, a list of such, or two bare times, the ends of a range, either of which may be null.
 * @throws Refusal `invalid` naming the field
 */
export function dateCondition(column: Sql, value: unknown, field: string): Sql | null {
  if (typeof value === 'string') return compareDate(column, value, '=', field);
  if (!Array.isArray(value)) throw invalidDate(field, value);
  const isRange = value.length === 2 && value.every((end) => end === null || (typeof end === 'string' && !/^[<>]/.test(end)));
  const conditions = value.flatMap((end: unknown, index) => {
    if (end === null || end === '') return [];
    if (typeof end !== 'string') throw invalidDate(field, end);
    return [compareDate(column, end, isRange ? (index === 0 ? '>=' : '<=') : '=', field)];
  });
  return conditions.length === 0 ? null : sql`(${sql.join(conditions, sql` and `)})`;
}

const COMPARISONS: Record<string, Sql> = { '>=': sql`>=`, '<=': sql`<=`, '>': sql`>`, '<': sql`<`, '=': sql`=` };

function compareDate(column: Sql, text: string, bare: '=' | '>=' | '<=', field: string): Sql {
  const [, operator, time = ''] = CONDITION.exec(text) ?? [];
  return sql`${column} ${COMPARISONS[operator ?? bare]} ${parseDate(time, field)}::timestamptz`;
}

function invalidDate(field: string, value: unknown): Refusal {
  const shown = JSON.stringify(value)?.slice(0, 60);
  return new Refusal(
    'invalid',
    `Validation error (error for field '${field}': ${shown} is not allowed; an ISO-8601 time such as "2026-01-31T12:00:00", with <, <=, > or >= before it, or a list of these)`,
    { field, data: { field } },
  );
}
