import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { LiveEvent } from '../api/types.ts';
import type { LiveState } from './live-connection.ts';
import { useLive } from './live-provider.tsx';

/** Keeps what the page shows live, for as long as it is mounted: `tasks`, `queues`, `workers`, `pipelines`, `autoscalers`, `task:<id>`, `pipeline:<run>`. */
export function useLiveTopics(...topics: string[]): void {
  const { connection } = useLive();
  const joined = topics.join(',');
  useEffect(() => (joined === '' ? undefined : connection.subscribe(joined.split(','))), [connection, joined]);
}

/** Tells `listener` every event, for what is not a cached answer. */
export function useLiveEvents(listener: (event: LiveEvent | 'gap') => void): void {
  const { listeners } = useLive();
  const onEvent = useEffectEvent(listener);
  useEffect(() => {
    const stable = (event: LiveEvent | 'gap') => onEvent(event);
    listeners.add(stable);
    return () => void listeners.delete(stable);
  }, [listeners]);
}

export function useLiveState(): LiveState {
  const { connection } = useLive();
  return useSyncExternalStore(connection.onStateChange, () => connection.state);
}
