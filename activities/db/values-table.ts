import { binaryArray, type NumberType } from './binary-array.ts';
import { type Sql, sql } from './sql.ts';

type ColumnType = NumberType | 'boolean' | 'text';
type Value = string | number | boolean | null;

/**
 * Rows as a table within a statement, one bound array a column: however many rows, the statement's text is the same.
 * Write it as ``sql`… from ${valuesTable(rows, { id: 'int', name: 'text' })} as r (id, name)` ``.
 */
export function valuesTable<Row extends { [Name in keyof Columns]: Value }, Columns extends Record<string, ColumnType>>(
  rows: readonly Row[],
  columns: Columns,
): Sql {
  const arrays = Object.entries(columns).map(([name, type]) => {
    const values = rows.map((row) => row[name] as Value);
    return sql`${bindable(type, values)}::${sql.raw(type)}[]`;
  });
  return sql`unnest(${sql.join(arrays)})`;
}

function bindable(type: ColumnType, values: Value[]): unknown {
  return type === 'text' || type === 'boolean' ? values : binaryArray(type, values as (number | null)[]);
}
