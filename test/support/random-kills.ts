import { setTimeout as sleep } from 'node:timers/promises';

/** What may be killed, by name: each ends something with SIGKILL and sees to it that it is started again. */
export type Targets = Record<string, () => Promise<void>>;

export interface RandomKills {
  /** So far, by name. */
  counts: Record<string, number>;
  /** Kills nothing more; resolves when what was killed last is started again. @throws what a kill has thrown */
  stop(): Promise<void>;
}

/** Kills one target after the other, at moments that chance says. */
export function killAtRandom(targets: Targets, { leastMs, mostMs }: { leastMs: number; mostMs: number }): RandomKills {
  const names = Object.keys(targets);
  const counts: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  const stopping = new AbortController();
  const killing = (async () => {
    for (;;) {
      await sleep(leastMs + Math.random() * (mostMs - leastMs), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      const name = names[Math.floor(Math.random() * names.length)] as string;
      await targets[name]?.();
      counts[name] = (counts[name] ?? 0) + 1;
    }
  })();
  // Looked at when it is stopped.
  killing.catch(() => {});
  return {
    counts,
    stop() {
      stopping.abort();
      return killing;
    },
  };
}
