import { useQueryClient } from '@tanstack/react-query';
import { queryKeys } from '../../api/query-keys.ts';

/** Fetches anew what a change of a user shows in: the users, their names in filters, and who is logged in. */
export function useRefetchAccounts(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    const keys = [queryKeys.accounts, queryKeys.credentials, queryKeys.users, queryKeys.session];
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
}
