import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { Navigate, useLocation } from 'react-router';
import { queryKeys } from '../api/query-keys.ts';
import { fetchSession, logOut } from '../api/session.ts';
import type { Session } from '../api/types.ts';
import { QueryView } from '../components/query-view.tsx';
import { toast } from '../components/toaster.tsx';

const SessionContext = createContext<Session | null>(null);

/** Shows its children to somebody who is logged in, and leads others to the login, which leads back here. */
export function RequireSession({ children }: { children: ReactNode }) {
  const query = useSessionQuery();
  return (
    <QueryView query={query}>
      {(session) => (session ? <SessionContext value={session}>{children}</SessionContext> : <ToLogin />)}
    </QueryView>
  );
}

export const sessionQuery = queryOptions({ queryKey: queryKeys.session, queryFn: ({ signal }) => fetchSession(signal) });

export const useSessionQuery = () => useQuery(sessionQuery);

/** Who is logged in, and to which installation. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs RequireSession above it');
  return session;
}

/** Ends the session and forgets everything that it showed. */
export function useLogOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    try {
      await logOut();
      queryClient.setQueryData(queryKeys.session, null);
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== queryKeys.session[0] });
    } catch (error) {
      toast.error('Logging out failed', error instanceof Error ? error.message : undefined);
    }
  };
}

function ToLogin() {
  const { pathname, search, hash } = useLocation();
  const here = `${pathname}${search}${hash}`;
  return <Navigate to={here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`} replace />;
}
