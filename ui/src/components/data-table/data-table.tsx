import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import classes from './data-table.module.css';
import { RowMenu, type RowMenuState } from './row-menu.tsx';
import { TableHeader } from './table-header.tsx';
import { TableRow } from './table-row.tsx';
import type { Column, MenuEntry, RowSource, Selection, Sort } from './types.ts';
import { useTableKeys } from './use-table-keys.ts';

const ROW_HEIGHT = 32;
const HEADER_HEIGHT = 30;

export interface DataTableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: RowSource<T>;
  rowKey: (row: T) => string;
  empty: ReactNode;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: Selection;
  onOpen?: (row: T) => void;
  menu?: (row: T) => MenuEntry[];
  /** Told which rows are in view, so that they can be fetched. */
  onRange?: (first: number, last: number) => void;
  /** Allows rows to be dragged, or moved with Alt and the arrow keys. */
  onMove?: (from: number, to: number) => void;
  rowHeight?: number;
}

/**
 * The table of every list: only the rows in view exist, so ten thousand scroll like ten.
 * Keys: arrows, Home, End, Page move; Enter opens; Space selects; Shift+F10 or the menu key opens the row's menu.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    empty,
    sort,
    onSort,
    selection,
    onOpen,
    menu,
    onRange,
    onMove,
    rowHeight = ROW_HEIGHT,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [openMenu, setOpenMenu] = useState<RowMenuState | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollPaddingStart: HEADER_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => onRange?.(first, last), [onRange, first, last]);

  const showMenu = (index: number, at: { x: number; y: number }) => {
    const row = rows.at(index);
    if (menu && row !== undefined) setOpenMenu({ ...at, entries: menu(row) });
  };
  const onKeyDown = useTableKeys({
    rows,
    rowKey,
    active,
    setActive,
    virtualizer,
    scroller,
    selection,
    onOpen,
    onMove,
    showMenu,
    rowHeight,
  });
  const layout = layoutOf(columns, selection !== undefined, menu !== undefined, onMove !== undefined);

  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.count}
        aria-activedescendant={rows.count > 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <TableHeader
          columns={columns}
          layout={layout}
          rows={rows}
          rowKey={rowKey}
          sort={sort}
          onSort={onSort}
          selection={selection}
          leading={onMove !== undefined}
          trailing={menu !== undefined}
        />
        {rows.count === 0 && <div className={classes.empty}>{empty}</div>}
        <div role="rowgroup" style={{ height: virtualizer.getTotalSize(), position: 'relative', minWidth: layout.minWidth }}>
          {items.map((item) => (
            <TableRow
              key={item.key}
              id={`${id}-${item.index}`}
              index={item.index}
              top={item.start}
              height={rowHeight}
              row={rows.at(item.index)}
              rowKey={rowKey}
              columns={columns}
              template={layout.template}
              active={item.index === active}
              selection={selection}
              onActivate={() => setActive(item.index)}
              onOpen={onOpen}
              onMove={onMove}
              showMenu={menu ? (at) => showMenu(item.index, at) : undefined}
            />
          ))}
        </div>
      </div>
      <RowMenu
        state={openMenu}
        onClose={() => {
          setOpenMenu(null);
          scroller.current?.focus();
        }}
      />
    </div>
  );
}

export interface TableLayout {
  template: string;
  minWidth: number;
}

function layoutOf<T>(columns: Column<T>[], selects: boolean, hasMenu: boolean, moves: boolean): TableLayout {
  const extra = [...(moves ? [22] : []), ...(selects ? [34] : [])];
  const tracks = columns.map(({ width, grow }) => (grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`));
  const ends = hasMenu ? [34] : [];
  return {
    template: [...extra.map((width) => `${width}px`), ...tracks, ...ends.map((width) => `${width}px`)].join(' '),
    minWidth: [...extra, ...columns.map(({ width }) => width), ...ends].reduce((sum, width) => sum + width, 0),
  };
}
