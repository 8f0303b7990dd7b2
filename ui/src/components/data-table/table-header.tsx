import { Icon } from '../icon.tsx';
import classes from './data-table.module.css';
import type { TableLayout } from './data-table.tsx';
import type { Column, RowSource, Selection, Sort } from './types.ts';

interface TableHeaderProps<T> {
  columns: Column<T>[];
  layout: TableLayout;
  rows: RowSource<T>;
  rowKey: (row: T) => string;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  selection: Selection | undefined;
  leading: boolean;
  trailing: boolean;
}

export function TableHeader<T>({
  columns,
  layout,
  rows,
  rowKey,
  sort,
  onSort,
  selection,
  leading,
  trailing,
}: TableHeaderProps<T>) {
  return (
    <div className={classes.header} role="row" style={{ gridTemplateColumns: layout.template, minWidth: layout.minWidth }}>
      {leading && <span role="columnheader" aria-label="Drag" />}
      {selection && <SelectAll rows={rows} rowKey={rowKey} selection={selection} />}
      {columns.map((column) => (
        <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
      ))}
      {trailing && <span role="columnheader" aria-label="Menu" />}
    </div>
  );
}

function HeaderCell<T>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}) {
  const sorted = sort?.key === column.key;
  const direction = sorted ? (sort.descending ? 'descending' : 'ascending') : 'none';
  return (
    <div role="columnheader" aria-sort={direction} className={classes.headerCell} data-align={column.align}>
      {column.sortable && onSort ? (
        <button type="button" onClick={() => onSort({ key: column.key, descending: sorted ? !sort.descending : true })}>
          {column.title}
          {sorted && <Icon name={sort.descending ? 'arrowDown' : 'arrowUp'} size={11} />}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}

/** Selects or deselects every row that has been fetched. */
function SelectAll<T>({ rows, rowKey, selection }: { rows: RowSource<T>; rowKey: (row: T) => string; selection: Selection }) {
  const toggle = () => selection.onChange(selection.keys.size > 0 ? new Set() : new Set(fetchedKeys(rows, rowKey)));
  return (
    <span role="columnheader" className={classes.check}>
      <input
        type="checkbox"
        aria-label={selection.keys.size > 0 ? 'Deselect all' : 'Select all loaded rows'}
        checked={selection.keys.size > 0}
        ref={(box) => {
          if (box) box.indeterminate = selection.keys.size > 0 && selection.keys.size < rows.count;
        }}
        onChange={toggle}
      />
    </span>
  );
}

function fetchedKeys<T>(rows: RowSource<T>, rowKey: (row: T) => string): string[] {
  const keys: string[] = [];
  for (let index = 0; index < rows.count; index += 1) {
    const row = rows.at(index);
    if (row !== undefined) keys.push(rowKey(row));
  }
  return keys;
}
