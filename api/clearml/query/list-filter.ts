import { type Sql, sql } from '../../../activities/db/sql.ts';

/** What a list asks for: one of `any`, each of `all`, none of `none`; `null` stands for an empty field. */
export interface ListFilter {
  any: (string | null)[];
  all: (string | null)[];
  none: (string | null)[];
  /** How the three parts are joined. */
  join: 'and' | 'or';
}

const OPERATORS: Record<string, 'all' | 'any' | 'not' | 'reset'> = {
  __$all: 'all',
  __$and: 'all',
  __$any: 'any',
  __$or: 'any',
  __$not: 'not',
  __$nop: 'reset',
};

/** Reads the operators inside a list, such as `["__$all", "a", "__$not", "b"]` or `["a", "-b"]`. */
export function parseList(values: readonly (string | null)[]): ListFilter {
  const filter: ListFilter = { any: [], all: [], none: [], join: 'and' };
  let context: 'any' | 'all' = 'any';
  let negateNext = false;
  let sawOperator = false;
  for (const value of values) {
    const operator = value === null ? undefined : OPERATORS[value];
    if (operator === undefined) {
      const minus = !sawOperator && value?.startsWith('-') === true;
      filter[negateNext || minus ? 'none' : context].push(minus ? (value as string).slice(1) : value);
      negateNext = false;
      continue;
    }
    if (!sawOperator && operator === 'any') filter.join = 'or';
    sawOperator = true;
    negateNext = operator === 'not';
    if (operator === 'all' || operator === 'any') context = operator;
    if (operator === 'reset') context = 'any';
  }
  return filter;
}

/** The condition on a field that holds one text; null for a list that asks for nothing. */
export const oneValueCondition = (field: Sql, filter: ListFilter): Sql | null =>
  joinParts(filter, {
    any: (values) => sql`${field} = any(${values}::text[])`,
    all: (values) => sql`${field} = all(${values}::text[])`,
    none: (values) => sql`(${field} is null or ${field} <> all(${values}::text[]))`,
    empty: sql`coalesce(${field}, '') = ''`,
  });

/** The condition on a field that holds an array of texts; null for a list that asks for nothing. */
export const arrayCondition = (field: Sql, filter: ListFilter): Sql | null =>
  joinParts(filter, {
    any: (values) => sql`${field} && ${values}::text[]`,
    all: (values) => sql`${field} @> ${values}::text[]`,
    none: (values) => sql`not (${field} && ${values}::text[])`,
    empty: sql`cardinality(${field}) = 0`,
  });

interface Tests {
  any(values: string[]): Sql;
  all(values: string[]): Sql;
  none(values: string[]): Sql;
  empty: Sql;
}

function joinParts({ any, all, none, join }: ListFilter, tests: Tests): Sql | null {
  const parts = [
    partOf(any, tests.any, tests.empty, sql` or `),
    partOf(all, tests.all, tests.empty, sql` and `),
    partOf(none, tests.none, sql`not (${tests.empty})`, sql` and `),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : sql`(${sql.join(parts, join === 'and' ? sql` and ` : sql` or `)})`;
}

function partOf(values: (string | null)[], test: (values: string[]) => Sql, empty: Sql, join: Sql): Sql | null {
  const present = values.filter((value) => value !== null);
  const tests = [...(present.length > 0 ? [test(present)] : []), ...(present.length < values.length ? [empty] : [])];
  return tests.length === 0 ? null : sql`(${sql.join(tests, join)})`;
}
