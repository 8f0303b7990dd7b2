import { type Sql, sql } from './sql.ts';

type ColumnType = 'int' | 'bigint' | 'double precision' | 'boolean' | 'text';
type Value = string | number | boolean | null;

/**
 * Rows as a table within a statement, one bound array a column: however many rows, the statement's text is the same.
 * Write it as ``sql`… from ${valuesTable(rows, { id: 'int', name: 'text' })} as r (id, name)` ``.
 */
export function valuesTable<Row extends { [Name in keyof Columns]: Value }, Columns extends Record<string, ColumnType>>(
  rows: readonly Row[],
  columns: Columns,
): Sql {
  const arrays = Object.entries(columns).map(([name, type]) => sql`${arrayLiteral(rows, name, type)}::${sql.raw(type)}[]`);
  return sql`unnest(${sql.join(arrays)})`;
}

/** Written here and not by the driver, which quotes and escapes each number. */
function arrayLiteral(rows: readonly Record<string, Value>[], name: string, type: ColumnType): string {
  const write = type === 'text' ? quoted : String;
  let literal = '{';
  for (const row of rows) {
    const value = row[name] as Value;
    literal += literal.length > 1 ? ',' : '';
    literal += value === null ? 'NULL' : write(value);
  }
  return `${literal}}`;
}

const quoted = (value: Value): string => `"${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
