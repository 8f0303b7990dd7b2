/** Presses that come together are one: npm sends on what the terminal has sent already. */
const SAME_PRESS_MS = 1_000;

export interface StopSignals {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  stop: AbortSignal;
  /** Aborted by the next. */
  kill: AbortSignal;
  release(): void;
}

export function listenForStop(onStop: () => void): StopSignals {
  const stop = new AbortController();
  const kill = new AbortController();
  let stoppedAt = 0;
  const listener = () => {
    if (!stop.signal.aborted) {
      stoppedAt = performance.now();
      onStop();
      stop.abort();
    } else if (performance.now() - stoppedAt > SAME_PRESS_MS) {
      kill.abort();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    stop: stop.signal,
    kill: kill.signal,
    release() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
