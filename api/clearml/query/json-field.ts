import { type Sql, sql } from '../../../activities/db/sql.ts';
import type { Field } from './collection.ts';

/** A text inside a `jsonb` column. Numbers in it sort as numbers, before the rest. */
export function jsonText(column: Sql, path: readonly string[]): Field {
  const value = sql`(${column} #>> ${path}::text[])`;
  return { kind: 'text', sql: value, sort: numbersFirst(value) };
}

const NUMBER = '^\\s*[-+]?(\\d{1,200}(\\.\\d{0,200})?|\\.\\d{1,200})([eE][-+]?\\d{1,2})?\\s*$';

/** The value is taken out of its document once (`offset 0` keeps the planner from doing it for each use). */
function numbersFirst(value: Sql): Sql {
  return sql`(select case when v is not null then (case when v ~ ${NUMBER} then v::numeric else 'Infinity'::numeric end, v collate "C") end
    from (select ${value} as v offset 0) taken)`;
}

/** The values of one key over a `jsonb` array of objects. */
export const jsonTexts = (array: Sql, key: string): Field => ({
  kind: 'list',
  sql: sql`array(select item ->> ${key} from jsonb_array_elements(${array}) as item)`,
});
