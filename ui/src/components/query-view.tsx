import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/http.ts';
import { ErrorState, LoadingState } from './states.tsx';

interface QueryViewProps<T> {
  query: UseQueryResult<T>;
  /** Draws the data; older data stays while the server is away, and the banner says that it is old. What is gone is not shown. */
  children: (data: T) => ReactNode;
  loading?: ReactNode;
}

/** Loading, error and data of one query, the same way everywhere. */
export function QueryView<T>({ query, children, loading }: QueryViewProps<T>) {
  const gone = query.error instanceof ApiError && query.error.status === 404;
  if (query.data !== undefined && !gone) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return loading ?? <LoadingState />;
}
