import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { queryKeys } from '../api/query-keys.ts';
import type { LiveEvent } from '../api/types.ts';
import { keysOfTopic, staleKeys } from './invalidation.ts';
import { LiveConnection } from './live-connection.ts';
import { ThrottledBatch } from './throttled-batch.ts';

/** Answers are fetched again at most this often, however fast events come. */
const REFETCH_INTERVAL_MS = 500;
/** Curves, figures and thousands of trials are large, and nobody sees a point more in half a second. */
const HEAVY_REFETCH_INTERVAL_MS = 2000;
const HEAVY_TOPICS: LiveEvent['topic'][] = ['scalars', 'plots', 'sweep'];
/** A tab that was only glanced away from keeps its stream. */
const HIDDEN_GRACE_MS = 10_000;

type EventListener = (event: LiveEvent | 'gap') => void;

interface Live {
  connection: LiveConnection;
  /** Told every event, and `gap` when some may have been missed. */
  listeners: Set<EventListener>;
}

const LiveContext = createContext<Live | null>(null);

/** Keeps the pages below it true to the server: every event makes the answers that it touches be fetched again. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const live = useMemo(() => createLive(queryClient), [queryClient]);
  useEffect(() => pauseWhileHidden(live.connection), [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider above it');
  return live;
}

function createLive(queryClient: QueryClient): Live {
  const listeners = new Set<EventListener>();
  const refetch = (keys: (readonly unknown[])[]) =>
    Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  const light = new ThrottledBatch(REFETCH_INTERVAL_MS, refetch);
  const heavy = new ThrottledBatch(HEAVY_REFETCH_INTERVAL_MS, refetch);
  const markStale = (keys: (readonly unknown[])[], batch = light) => {
    for (const key of keys) batch.add(JSON.stringify(key), key);
  };
  const connection = new LiveConnection({
    onEvent: (event) => {
      markStale(staleKeys(event), HEAVY_TOPICS.includes(event.topic) ? heavy : light);
      for (const listener of listeners) listener(event);
    },
    onGap: (topics) => {
      if (topics === null) void queryClient.invalidateQueries();
      else markStale(topics.flatMap(keysOfTopic));
      for (const listener of listeners) listener('gap');
    },
    onLoss: () => void queryClient.invalidateQueries({ queryKey: queryKeys.session }),
  });
  return { connection, listeners };
}

function pauseWhileHidden(connection: LiveConnection): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onChange = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => connection.pause(), HIDDEN_GRACE_MS);
    else connection.resume();
  };
  document.addEventListener('visibilitychange', onChange);
  return () => {
    document.removeEventListener('visibilitychange', onChange);
    clearTimeout(timer);
    connection.pause();
  };
}
