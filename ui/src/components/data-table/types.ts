import type { ReactNode } from 'react';
import type { IconName } from '../icon.tsx';

export interface Column<T> {
  key: string;
  title: string;
  /** Narrowest width in pixels. */
  width: number;
  /** Share of the spare width. */
  grow?: number;
  sortable?: boolean;
  align?: 'right';
  render: (row: T) => ReactNode;
}

/** Rows by their place; `undefined` for one that is still being fetched. */
export interface RowSource<T> {
  count: number;
  at: (index: number) => T | undefined;
}

export interface Sort {
  key: string;
  descending: boolean;
}

export interface Selection {
  keys: ReadonlySet<string>;
  onChange: (keys: ReadonlySet<string>) => void;
}

export interface MenuEntry {
  key: string;
  label: string;
  icon?: IconName;
  disabled?: boolean;
  /** Tooltip, such as why it is disabled. */
  hint?: string;
  danger?: boolean;
  /** A line above the entry. */
  divided?: boolean;
  onSelect: () => void;
}

export const arrayRows = <T>(rows: T[]): RowSource<T> => ({ count: rows.length, at: (index) => rows[index] });
