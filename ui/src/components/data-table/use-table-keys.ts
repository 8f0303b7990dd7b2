import type { Virtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, RefObject } from 'react';
import { toggled } from './selection.ts';
import type { RowSource, Selection } from './types.ts';

interface TableKeysInput<T> {
  rows: RowSource<T>;
  rowKey: (row: T) => string;
  active: number;
  setActive: (index: number) => void;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  scroller: RefObject<HTMLDivElement | null>;
  selection: Selection | undefined;
  onOpen: ((row: T) => void) | undefined;
  onMove: ((from: number, to: number) => void) | undefined;
  showMenu: (index: number, at: { x: number; y: number }) => void;
  rowHeight: number;
}

/** The grid's keyboard: one tab stop, and everything from there. */
export function useTableKeys<T>(input: TableKeysInput<T>): (event: KeyboardEvent<HTMLDivElement>) => void {
  return (event) => {
    if (event.target !== event.currentTarget) return;
    if (handleMove(event, input) || handleStep(event, input) || handleRow(event, input)) event.preventDefault();
  };
}

function handleMove<T>(event: KeyboardEvent, { active, rows, onMove, setActive, virtualizer }: TableKeysInput<T>): boolean {
  if (!event.altKey || !onMove || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return false;
  const to = active + (event.key === 'ArrowUp' ? -1 : 1);
  if (to < 0 || to >= rows.count) return true;
  onMove(active, to);
  setActive(to);
  virtualizer.scrollToIndex(to);
  return true;
}

function handleStep<T>(
  event: KeyboardEvent,
  { active, rows, setActive, virtualizer, scroller, rowHeight }: TableKeysInput<T>,
): boolean {
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -active,
    End: rows.count - 1 - active,
  };
  const step = steps[event.key];
  if (step === undefined || event.altKey) return false;
  const to = Math.max(0, Math.min(rows.count - 1, active + step));
  setActive(to);
  virtualizer.scrollToIndex(to);
  return true;
}

function handleRow<T>(event: KeyboardEvent, input: TableKeysInput<T>): boolean {
  const { rows, rowKey, active, selection, onOpen, showMenu, scroller } = input;
  const row = rows.at(active);
  if (row === undefined) return false;
  if (event.key === 'Enter' && onOpen) onOpen(row);
  else if (event.key === ' ' && selection) selection.onChange(toggled(selection.keys, rowKey(row)));
  else if (event.key === 'Escape' && selection) selection.onChange(new Set());
  else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
    showMenu(active, belowRow(scroller.current, rowKey(row)));
  else return false;
  return true;
}

function belowRow(scroller: HTMLDivElement | null, key: string): { x: number; y: number } {
  const box = scroller?.querySelector(`[data-key="${CSS.escape(key)}"]`)?.getBoundingClientRect();
  return { x: (box?.left ?? 0) + 48, y: box?.bottom ?? 0 };
}
