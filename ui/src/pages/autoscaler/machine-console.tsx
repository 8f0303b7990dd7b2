import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { MachineView } from '../../../../workflows/contracts/autoscaler-api.ts';
import { fetchMachineConsole } from '../../api/autoscalers.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { lastState, stripAnsi } from '../../domain/ansi.ts';
import classes from './autoscaler-page.module.css';

/** A cloud tells what a machine printed when it is asked, and not by itself. */
const RENEW_MS = 5000;

/** What the machine printed while it started; kept after its end. */
export function MachineConsole({ scalerId, machine }: { scalerId: string; machine: MachineView }) {
  const query = useQuery({
    queryKey: queryKeys.machineConsole(scalerId, machine.id),
    queryFn: ({ signal }) => fetchMachineConsole(scalerId, machine.id, signal),
    refetchInterval: machine.state === 'ended' ? false : RENEW_MS,
  });
  return (
    <>
      <h3 className={classes.consoleHead}>
        Console
        {query.data && <CopyButton value={query.data} label="Copy console" />}
      </h3>
      <QueryView query={query}>
        {(text) =>
          text ? (
            <ConsoleText text={text} />
          ) : (
            <div className="dim">
              {machine.state === 'ended'
                ? 'Nothing was kept of what it printed.'
                : 'Nothing yet: clouds tell it a few minutes late.'}
            </div>
          )
        }
      </QueryView>
    </>
  );
}

/** Follows the end for as long as that is in view. */
function ConsoleText({ text }: { text: string }) {
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const clean = useMemo(
    () =>
      text
        .split('\n')
        .map((line) => stripAnsi(lastState(line)))
        .join('\n'),
    [text],
  );
  useEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [clean]);
  return (
    <section
      ref={box}
      className={classes.console}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
      tabIndex={0}
      aria-label="Console"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight > scrollHeight - 4;
      }}
    >
      {clean}
    </section>
  );
}
