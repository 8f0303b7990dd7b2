import { setTimeout as sleep } from 'node:timers/promises';
import { Client as PgClient } from 'pg';
import type { Logger } from 'pino';

export interface Bell {
  /** Resolves when it rings, or after so many milliseconds. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  ringIn(ms: number): void;
  close(): Promise<void>;
}

export interface BellInput {
  databaseUrl: string;
  log: Logger;
}

const RETRY_MS = 1000;

/** Rings when a transaction that posted messages commits; opens its connection again when it breaks. */
export async function listenToOutbox({ databaseUrl, log }: BellInput): Promise<Bell> {
  let rung = false;
  const timers = new Set<NodeJS.Timeout>();
  let wake: () => void = () => {};
  let client: PgClient | null = null;
  const ring = () => {
    rung = true;
    wake();
  };
  const connect = async () => {
    const next = new PgClient({ connectionString: databaseUrl });
    next.on('notification', ring);
    next.on('error', (error) => {
      log.warn({ err: error }, 'outbox: notifications interrupted');
      client = null;
    });
    await next.connect();
    await next.query('listen perdura_outbox');
    client = next;
  };
  const waitFor = (resolve: () => void, ms: number, signal: AbortSignal) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    wake = end;
  };
  await connect();
  return {
    async wait(ms, signal) {
      if (!client) await connect().catch(() => sleep(RETRY_MS, undefined, { signal }).catch(() => {}));
      if (!rung && !signal.aborted) await new Promise<void>((resolve) => waitFor(resolve, ms, signal));
      rung = false;
    },
    ringIn(ms) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        ring();
      }, ms);
      timers.add(timer);
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
