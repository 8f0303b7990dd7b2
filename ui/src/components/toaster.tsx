import { Notification } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import classes from './toaster.module.css';

interface Toast {
  id: number;
  kind: 'ok' | 'error';
  title: string;
  detail?: string;
}

const SHOWN_MS = { ok: 3500, error: 9000 };

let toasts: Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Short messages in the corner: that something was done, or why it was not. */
export const toast = {
  ok: (title: string, detail?: string): void => show('ok', title, detail),
  error: (title: string, detail?: string): void => show('error', title, detail),
};

function show(kind: Toast['kind'], title: string, detail?: string): void {
  lastId += 1;
  const id = lastId;
  set([...toasts, { id, kind, title, ...(detail ? { detail } : {}) }].slice(-5));
  setTimeout(() => dismiss(id), SHOWN_MS[kind]);
}

const dismiss = (id: number): void => set(toasts.filter((one) => one.id !== id));

function set(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={classes.stack} role="status" aria-live="polite">
      {shown.map(({ id, kind, title, detail }) => (
        <Notification key={id} color={kind === 'ok' ? 'teal' : 'red'} title={title} withBorder onClose={() => dismiss(id)}>
          {detail}
        </Notification>
      ))}
    </div>
  );
}
