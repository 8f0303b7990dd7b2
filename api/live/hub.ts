import type { Logger } from 'pino';
import { listen } from '../../activities/db/listen.ts';
import { deliveriesOf, type LiveEvent, RESET } from './events.ts';
import { createThrottle } from './throttle.ts';

/** Told each message as JSON. */
export type LiveListener = (message: string) => void;

/** Tells subscribers what changed in Postgres. One connection for all of them, opened by the first. */
export interface LiveHub {
  /** Resolves when changes from now on are heard; answers the function that ends the subscription. */
  subscribe(topics: readonly string[], listener: LiveListener): Promise<() => void>;
  close(): void;
}

const CHANNEL = 'perdura_live';

export function createLiveHub({ databaseUrl, log }: { databaseUrl: string; log: Logger }): LiveHub {
  const subscribers = new Map<string, Set<LiveListener>>();
  const closing = new AbortController();
  const throttle = createThrottle(broadcast);
  let listening: Promise<void> | undefined;

  function broadcast(topic: string, event: LiveEvent): void {
    const message = JSON.stringify(event);
    for (const listener of subscribers.get(topic) ?? []) listener(message);
  }

  function hear(payload: string): void {
    for (const { topic, event } of deliveriesOf(payload)) if (subscribers.has(topic)) throttle.add(topic, event);
  }

  function reset(): void {
    const everybody = new Set([...subscribers.values()].flatMap((listeners) => [...listeners]));
    for (const listener of everybody) listener(JSON.stringify(RESET));
  }

  function start(): Promise<void> {
    const input = { databaseUrl, channel: CHANNEL, log, onMessage: hear, onGap: reset, signal: closing.signal };
    return listen(input).catch((error: unknown) => {
      listening = undefined;
      throw error;
    });
  }

  return {
    async subscribe(topics, listener) {
      listening ??= start();
      await listening;
      for (const topic of topics) subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(listener));
      return () => {
        for (const topic of topics) leave(subscribers, topic, listener);
      };
    },
    close() {
      closing.abort();
      throttle.stop();
    },
  };
}

function leave(subscribers: Map<string, Set<LiveListener>>, topic: string, listener: LiveListener): void {
  const listeners = subscribers.get(topic);
  listeners?.delete(listener);
  if (listeners?.size === 0) subscribers.delete(topic);
}
