import { useSyncExternalStore } from 'react';

/** One clock for the whole page, ticking once a second while something shows it. */
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** The present time in milliseconds, renewed each second. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
