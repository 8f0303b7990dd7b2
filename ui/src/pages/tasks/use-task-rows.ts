import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { fetchTaskPage, type TaskQuery } from '../../api/tasks.ts';
import type { TaskRow } from '../../api/types.ts';
import type { RowSource } from '../../components/data-table/types.ts';

const PAGE_SIZE = 100;
/** Pages that were seen stay known, so that the scroll bar does not jump. */
const KEPT_MS = 30 * 60_000;

export interface TaskRows {
  rows: RowSource<TaskRow>;
  /** Rows of the fetched pages. */
  loaded: TaskRow[];
  /** Whether the end of the list has been reached. */
  complete: boolean;
  loading: boolean;
  error: unknown;
  retry: () => void;
  onRange: (first: number, last: number) => void;
}

/** The task list by pages: fetches those in view, keeps those that were, and refetches only what is seen. */
export function useTaskRows(query: TaskQuery): TaskRows {
  const queryClient = useQueryClient();
  const [span, setSpan] = useState({ first: 0, last: 0 });
  const onRange = useCallback((first: number, last: number) => {
    const next = { first: Math.floor(first / PAGE_SIZE), last: Math.floor(last / PAGE_SIZE) };
    setSpan((old) => (old.first === next.first && old.last === next.last ? old : next));
  }, []);
  const cached = (page: number) => queryClient.getQueryData<TaskRow[]>(queryKeys.taskPage(query, page));
  // One page further than is seen, if there is one, so that scrolling on finds it there.
  const pages = Array.from({ length: span.last - span.first + 2 }, (_, index) => span.first + index);
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: queryKeys.taskPage(query, page),
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchTaskPage(query, page, PAGE_SIZE, signal),
      gcTime: KEPT_MS,
      enabled: page <= span.last || cached(page - 1)?.length === PAGE_SIZE,
    })),
  });

  const fetched = collectPages((page) => results[page - span.first]?.data ?? cached(page));
  const previous = useRef(fetched);
  const loading = fetched.rows.length === 0 && results.some((result) => result.isLoading);
  // While a new sort or filter is on its way the old rows stay, instead of a blink.
  if (!loading) previous.current = fetched;
  const shown = previous.current;
  const failed = results.find((result) => result.isError);
  return {
    rows: { count: shown.rows.length + (shown.complete ? 0 : PAGE_SIZE), at: (index) => shown.rows[index] },
    loaded: shown.rows,
    complete: shown.complete,
    loading: loading && shown.rows.length === 0,
    error: fetched.rows.length === 0 ? (failed?.error ?? null) : null,
    retry: () => void queryClient.invalidateQueries({ queryKey: queryKeys.taskPages }),
    onRange,
  };
}

function collectPages(pageData: (page: number) => TaskRow[] | undefined): { rows: TaskRow[]; complete: boolean } {
  const rows: TaskRow[] = [];
  for (let page = 0; ; page += 1) {
    const data = pageData(page);
    if (data) rows.push(...data);
    if (!data || data.length < PAGE_SIZE) return { rows, complete: data !== undefined };
  }
}
