import type { LiveEvent } from './events.ts';

/** Milliseconds between two messages about the same: five a second. */
const PERIOD_MS = 200;

/**
 * Passes events on: the first at once, what follows within the period as one at its end. An event that stands for several
 * records has no id.
 */
export function createThrottle(send: (topic: string, event: LiveEvent) => void) {
  const waiting = new Map<string, { next: LiveEvent | null; timer: NodeJS.Timeout }>();

  function pass(key: string, topic: string, event: LiveEvent): void {
    send(topic, event);
    const timer = setTimeout(() => {
      const { next } = waiting.get(key) ?? {};
      waiting.delete(key);
      if (next) pass(key, topic, next);
    }, PERIOD_MS);
    waiting.set(key, { next: null, timer });
  }

  return {
    add(topic: string, event: LiveEvent): void {
      const key = `${topic} ${event.topic}`;
      const held = waiting.get(key);
      if (!held) pass(key, topic, event);
      else held.next = held.next === null || held.next.id === event.id ? event : { topic: event.topic };
    },
    stop(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
