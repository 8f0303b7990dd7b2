import { type DragEvent, type MouseEvent, memo, type ReactNode, useState } from 'react';
import { Icon } from '../icon.tsx';
import classes from './data-table.module.css';
import { toggled } from './selection.ts';
import type { Column, Selection } from './types.ts';

interface TableRowProps<T> {
  id: string;
  index: number;
  top: number;
  height: number;
  row: T | undefined;
  rowKey: (row: T) => string;
  columns: Column<T>[];
  template: string;
  active: boolean;
  selection: Selection | undefined;
  onActivate: () => void;
  onOpen: ((row: T) => void) | undefined;
  onMove: ((from: number, to: number) => void) | undefined;
  showMenu: ((at: { x: number; y: number }) => void) | undefined;
}

const DRAG_TYPE = 'application/x-perdura-row';

export function TableRow<T>(props: TableRowProps<T>) {
  const { id, index, top, height, row, rowKey, columns, template, active, selection, onActivate, onOpen, onMove, showMenu } =
    props;
  const drag = useRowDrag(index, onMove);
  const style = { gridTemplateColumns: template, height, transform: `translateY(${top}px)` };
  if (row === undefined)
    return <div id={id} role="row" aria-rowindex={index + 2} className={classes.row} data-pending style={style} />;
  const key = rowKey(row);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid, whose active row this is
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selection?.keys.has(key)}
      className={classes.row}
      data-key={key}
      data-active={active}
      data-drop={drag.over || undefined}
      style={style}
      onClick={onActivate}
      onDoubleClick={(event) => !isControl(event) && onOpen?.(row)}
      onContextMenu={(event) => {
        if (!showMenu || event.shiftKey) return;
        event.preventDefault();
        onActivate();
        showMenu({ x: event.clientX, y: event.clientY });
      }}
      {...drag.handlers}
    >
      {onMove && (
        <span role="gridcell" className={classes.grip} title="Drag to reorder (Alt and arrow keys)">
          <Icon name="grip" size={13} />
        </span>
      )}
      {selection && (
        <span role="gridcell" className={classes.check}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label="Select row"
            checked={selection.keys.has(key)}
            onChange={() => selection.onChange(toggled(selection.keys, key))}
          />
        </span>
      )}
      <RowCells row={row} columns={columns as Column<unknown>[]} />
      {showMenu && <MenuButton onActivate={onActivate} showMenu={showMenu} />}
    </div>
  );
}

/** Drawn anew only when the row itself changed: scrolling moves rows, and a refetch keeps those that are as they were. */
const RowCells = memo(function RowCells({ row, columns }: { row: unknown; columns: Column<unknown>[] }): ReactNode {
  return columns.map((column) => (
    <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align} data-column={column.key}>
      {column.render(row)}
    </div>
  ));
});

function MenuButton({ onActivate, showMenu }: { onActivate: () => void; showMenu: (at: { x: number; y: number }) => void }) {
  const open = (event: MouseEvent<HTMLButtonElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onActivate();
    showMenu({ x: box.right, y: box.bottom });
  };
  return (
    <span role="gridcell">
      <button type="button" tabIndex={-1} className={classes.menuButton} aria-label="Row menu" onClick={open}>
        <Icon name="dots" />
      </button>
    </span>
  );
}

/** Double clicks on links, buttons and boxes mean those. */
const isControl = (event: MouseEvent): boolean => (event.target as Element).closest('a, button, input, label') !== null;

function useRowDrag(index: number, onMove: ((from: number, to: number) => void) | undefined) {
  const [over, setOver] = useState<'above' | 'below' | null>(null);
  if (!onMove) return { over: null, handlers: {} };
  const handlers = {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(DRAG_TYPE, String(index));
      event.dataTransfer.effectAllowed = 'move';
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      setOver(halfUnder(event));
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(null);
      const from = Number(event.dataTransfer.getData(DRAG_TYPE));
      const before = halfUnder(event) === 'above' ? index : index + 1;
      const to = from < before ? before - 1 : before;
      if (to !== from) onMove(from, to);
    },
  };
  return { over, handlers };
}

function halfUnder(event: DragEvent): 'above' | 'below' {
  const box = event.currentTarget.getBoundingClientRect();
  return event.clientY < box.top + box.height / 2 ? 'above' : 'below';
}
