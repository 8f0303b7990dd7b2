import type { ScalerQueueView } from '../../../../workflows/contracts/autoscaler-api.ts';

export interface ResourceBackoff {
  resource: string;
  /** Milliseconds since the epoch. */
  until: number;
  /** In the cloud's own words. */
  reason: string;
}

/** Resources that the cloud refused and that are left alone now, each once, though several queues may use it. */
export function backoffsOf(queues: ScalerQueueView[], now: number): ResourceBackoff[] {
  const found = new Map<string, ResourceBackoff>();
  for (const { resource, backoff } of queues.flatMap(({ resources }) => resources)) {
    const until = backoff === null ? 0 : Date.parse(backoff.until);
    if (backoff !== null && until > now) found.set(resource, { resource, until, reason: backoff.reason });
  }
  return [...found.values()];
}
