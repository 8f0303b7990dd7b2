import type { ReactNode } from 'react';
import classes from './record-table.module.css';

export interface RecordColumn<T> {
  title: string;
  render: (row: T) => ReactNode;
  width?: string | number;
  align?: 'right';
}

interface RecordTableProps<T> {
  label: string;
  columns: RecordColumn<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
}

/** A short, plain table inside a panel. For rows in their thousands there is `DataTable`. */
export function RecordTable<T>({ label, columns, rows, rowKey }: RecordTableProps<T>) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} style={{ width: column.width, textAlign: column.align ?? 'left' }} scope="col">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.title} style={{ textAlign: column.align ?? 'left' }}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
