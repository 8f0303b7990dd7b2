import { useEffect, useRef } from 'react';
import { useRouteError } from 'react-router';
import { ApiError } from '../api/http.ts';
import { ErrorState } from '../components/states.tsx';
import { useLiveState } from '../live/hooks.ts';

/** Instead of a page that failed. One whose code could not be fetched is loaded anew as soon as the server is back. */
export function RouteFault() {
  const error = useRouteError();
  const unfetched = isUnfetched(error);
  const live = useLiveState();
  const wasAway = useRef(live !== 'open');
  useEffect(() => {
    if (live !== 'open') wasAway.current = true;
    else if (unfetched && wasAway.current) window.location.reload();
  }, [live, unfetched]);
  const shown = unfetched ? new ApiError({ status: 0, code: 'unreachable', message: 'The page could not be fetched.' }) : error;
  return <ErrorState error={shown} onRetry={() => window.location.reload()} />;
}

/** Browsers word it differently, and none gives it a type of its own. */
const isUnfetched = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|importing a module|unable to preload/i.test(error.message);
