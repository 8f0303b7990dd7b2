import { Menu } from '@mantine/core';
import { Fragment } from 'react';
import { Icon } from '../icon.tsx';
import type { MenuEntry } from './types.ts';

export interface RowMenuState {
  x: number;
  y: number;
  entries: MenuEntry[];
}

/**
 * The menu of one row, at the pointer or below the row's button. It goes at once: one that fades away swallows the next.
 * Keys outside do not close it: the one that opens it is such a key.
 */
export function RowMenu({ state, onClose }: { state: RowMenuState | null; onClose: () => void }) {
  return (
    <Menu
      opened={state !== null}
      onClose={onClose}
      position="bottom-start"
      width={200}
      returnFocus={false}
      transitionProps={{ duration: 0 }}
      clickOutsideEvents={['mousedown', 'touchstart']}
    >
      <Menu.Target>
        <span aria-hidden style={{ position: 'fixed', left: state?.x ?? 0, top: state?.y ?? 0, width: 0, height: 0 }} />
      </Menu.Target>
      <Menu.Dropdown>{state && <MenuItems entries={state.entries} />}</Menu.Dropdown>
    </Menu>
  );
}

/** Entries of any menu, inside a `Menu.Dropdown`; where one reason keeps all of them from being chosen, it stands above them. */
export function MenuItems({ entries }: { entries: MenuEntry[] }) {
  const [{ hint } = {}] = entries;
  const allRefused = hint !== undefined && entries.every((entry) => entry.disabled && entry.hint === hint);
  return (
    <>
      {allRefused && <Menu.Label>{hint}</Menu.Label>}
      {entries.map(toItem)}
    </>
  );
}

function toItem(entry: MenuEntry) {
  return (
    <Fragment key={entry.key}>
      {entry.divided && <Menu.Divider />}
      <Menu.Item
        disabled={entry.disabled ?? false}
        title={entry.hint}
        onClick={entry.onSelect}
        {...(entry.danger ? { color: 'red' } : {})}
        {...(entry.icon ? { leftSection: <Icon name={entry.icon} /> } : {})}
      >
        {entry.label}
      </Menu.Item>
    </Fragment>
  );
}
