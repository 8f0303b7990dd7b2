import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { queryKeys } from '../api/query-keys.ts';
import { useSession } from '../app/session.tsx';

const kept = new Map<string, unknown>();

/**
 * What somebody is typing into a form of this page; null while there is no form. When the session ends meanwhile, the login takes
 * the place of the page: whoever logs in again as the same user finds the form as it was.
 */
export function useDraft<D extends object>(form: string): [draft: D | null, change: (draft: D | null) => void] {
  const queryClient = useQueryClient();
  const { pathname, search } = useLocation();
  const key = `${useSession().user.id} ${pathname}${search} ${form}`;
  const [draft, setDraft] = useState<D | null>(() => (kept.get(key) as D | undefined) ?? null);
  const newest = useRef(draft);
  newest.current = draft;
  useEffect(() => {
    kept.delete(key);
    return () => {
      const sessionIsOver = queryClient.getQueryData(queryKeys.session) === null;
      if (sessionIsOver && newest.current) kept.set(key, newest.current);
    };
  }, [key, queryClient]);
  return [draft, setDraft];
}
