import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { queryKeys } from '../../../api/query-keys.ts';
import { fetchAttempts } from '../../../api/task-results.ts';
import type { Task } from '../../../api/types.ts';
import { ErrorState, LoadingState } from '../../../components/states.tsx';
import { useLiveEvents } from '../../../live/hooks.ts';
import { ConsoleBuffer } from './console-buffer.ts';
import { ConsoleToolbar } from './console-toolbar.tsx';
import { filterLines } from './filter-lines.ts';
import { type LogHandle, LogView } from './log-view.tsx';
import { NoOutput } from './no-output.tsx';

const TYPING_PAUSE_MS = 200;

/** Everything the task and its set-up printed, live. */
export function ConsoleTab({ task }: { task: Task }) {
  const [attempt, setAttempt] = useState<number | undefined>(undefined);
  const [filter, setFilter] = useState('');
  const [settledFilter] = useDebouncedValue(filter, TYPING_PAUSE_MS);
  const [wrap, setWrap] = useLocalStorage({ key: 'perdura.console-wrap', defaultValue: true, getInitialValueInEffect: false });
  const [times, setTimes] = useLocalStorage({ key: 'perdura.console-times', defaultValue: true, getInitialValueInEffect: false });
  const [atEnd, setAtEnd] = useState(true);
  const view = useRef<LogHandle>(null);
  const attempts = useQuery({
    queryKey: queryKeys.taskPart(task.id, 'attempts'),
    queryFn: ({ signal }) => fetchAttempts(task.id, signal),
  });
  const { buffer, snapshot } = useConsole(task.id, attempt);
  const searching = useWholeLog(buffer, settledFilter !== '');
  const all = useMemo(() => [...snapshot.lines, ...snapshot.open], [snapshot.lines, snapshot.open]);
  const shown = useDeferredValue(useMemo(() => filterLines(all, settledFilter), [all, settledFilter]));

  return (
    <>
      <ConsoleToolbar
        taskId={task.id}
        attempts={attempts.data ?? []}
        attempt={attempt}
        setAttempt={setAttempt}
        filter={filter}
        setFilter={setFilter}
        wrap={wrap}
        setWrap={setWrap}
        times={times}
        setTimes={setTimes}
        snapshot={snapshot}
        matches={settledFilter === '' ? null : shown.length}
        searching={searching && snapshot.earlier}
        atEnd={atEnd}
        jumpToEnd={() => view.current?.jumpToEnd()}
        jumpToStart={() => view.current?.jumpToStart()}
        loadAll={() => buffer.loadAll(new AbortController().signal)}
      />
      {all.length === 0 ? (
        <Nothing task={task} snapshot={snapshot} retry={() => buffer.open()} />
      ) : (
        <LogView
          key={`${attempt}-${settledFilter}`}
          ref={view}
          lines={shown}
          filter={settledFilter}
          wrap={wrap}
          times={times}
          onAtEnd={setAtEnd}
          onNearStart={() => buffer.loadEarlier()}
        />
      )}
    </>
  );
}

function Nothing({ task, snapshot, retry }: { task: Task; snapshot: { loading: boolean; error: unknown }; retry: () => void }) {
  if (snapshot.error) return <ErrorState error={snapshot.error} onRetry={retry} />;
  return snapshot.loading ? <LoadingState /> : <NoOutput status={task.status} />;
}

/** The buffer of this task and attempt, kept current by the live stream. */
function useConsole(taskId: string, attempt: number | undefined) {
  const [buffer, setBuffer] = useState(() => ConsoleBuffer.ofTask(taskId, attempt));
  useEffect(() => {
    const made = ConsoleBuffer.ofTask(taskId, attempt);
    setBuffer(made);
    made.open();
    return () => made.close();
  }, [taskId, attempt]);
  useLiveEvents((event) => {
    if (event === 'gap' || (event.id === taskId && (event.topic === 'console' || event.topic === 'task'))) buffer.follow();
  });
  const snapshot = useSyncExternalStore(buffer.subscribe, buffer.getSnapshot);
  return { buffer, snapshot };
}

/** A filter is about the whole log: what has not been loaded is fetched for as long as there is one. */
function useWholeLog(buffer: ConsoleBuffer, wanted: boolean): boolean {
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    buffer.loadAll(stop.signal);
    return () => stop.abort();
  }, [buffer, wanted]);
  return wanted;
}
