import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState, LoadingState } from './states.tsx';

interface QueryViewProps<T> {
  query: UseQueryResult<T>;
  /** Draws the data; older data stays while a refetch fails, and the banner says that it is old. */
  children: (data: T) => ReactNode;
  loading?: ReactNode;
}

/** Loading, error and data of one query, the same way everywhere. */
export function QueryView<T>({ query, children, loading }: QueryViewProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return loading ?? <LoadingState />;
}
