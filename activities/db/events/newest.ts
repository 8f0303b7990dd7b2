import type { MetricEvent } from './event-batch.ts';

/** Of several events of one batch with the same identity, the last: a statement may not write a row twice. */
export function newest<Event extends MetricEvent>(events: Event[], key: (event: Event) => string = () => ''): Event[] {
  const byIdentity = new Map<string, Event>();
  for (const event of events) {
    byIdentity.set(JSON.stringify([event.owner, event.ofModel, event.metric, event.variant, event.iter, key(event)]), event);
  }
  return [...byIdentity.values()];
}
