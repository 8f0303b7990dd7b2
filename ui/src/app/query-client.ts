import { QueryClient } from '@tanstack/react-query';
import { ApiError, onUnauthorized } from '../api/http.ts';
import { queryKeys } from '../api/query-keys.ts';

const LONGEST_RETRY_MS = 5000;

/**
 * The cache of server answers. They stay fresh until the live stream says otherwise; a refusal is final,
 * an outage is tried again for as long as somebody looks.
 */
export const queryClient = makeQueryClient();

function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        networkMode: 'always',
        retry: (failures, error) => error instanceof ApiError && error.isOutage && failures < 1,
        retryDelay: 500,
        refetchInterval: (query) => (isOutage(query.state.error) ? LONGEST_RETRY_MS : false),
      },
      mutations: { networkMode: 'always' },
    },
  });
  onUnauthorized(() => client.setQueryData(queryKeys.session, null));
  return client;
}

const isOutage = (error: unknown): boolean => error instanceof ApiError && error.isOutage;
