import { type Sql, sql } from '../../../activities/db/sql.ts';

/** What a list asks for: one of `any`, each of `all`, none of `none`; `null` stands for an empty field. */
export interface ListFilter {
  any: (string | null)[];
  all: (string | null)[];
  none: (string | null)[];
  /** How the three parts are joined. */
  join: 'and' | 'or';
}

type Operator = 'all' | 'any' | 'not' | 'reset';
const OPERATORS = new Map<string, Operator>([
  ['__$all', 'all'],
  ['__$and', 'all'],
  ['__$any', 'any'],
  ['__$or', 'any'],
  ['__$not', 'not'],
  ['__$nop', 'reset'],
]);

interface Reading {
  context: 'any' | 'all';
  negateNext: boolean;
  sawOperator: boolean;
}

/** Reads the operators inside a list, such as `["__$all", "a", "__$not", "b"]` or `["a", "-b"]`. */
export function parseList(values: readonly (string | null)[]): ListFilter {
  const filter: ListFilter = { any: [], all: [], none: [], join: 'and' };
  const reading: Reading = { context: 'any', negateNext: false, sawOperator: false };
  for (const value of values) {
    const operator = value === null ? undefined : OPERATORS.get(value);
    if (operator) takeOperator(operator, reading, filter);
    else takeValue(value, reading, filter);
  }
  return filter;
}

/** The first operator also says how the parts are joined. */
function takeOperator(operator: Operator, reading: Reading, filter: ListFilter): void {
  if (!reading.sawOperator && operator === 'any') filter.join = 'or';
  reading.sawOperator = true;
  reading.negateNext = operator === 'not';
  if (operator === 'all' || operator === 'any') reading.context = operator;
  if (operator === 'reset') reading.context = 'any';
}

/** A minus negates only in a list that uses no operators. */
function takeValue(value: string | null, reading: Reading, filter: ListFilter): void {
  if (!reading.sawOperator && value?.startsWith('-')) filter.none.push(value.slice(1));
  else filter[reading.negateNext ? 'none' : reading.context].push(value);
  reading.negateNext = false;
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
