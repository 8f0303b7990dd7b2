import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import classes from './console.module.css';
import type { Line } from './console-buffer.ts';
import { LogLine } from './log-line.tsx';

const LINE_HEIGHT = 18;
/** So close to the beginning the page before it is fetched. */
const NEAR_START_LINES = 200;
const AT_END_PX = 24;

export interface LogHandle {
  jumpToEnd: () => void;
  jumpToStart: () => void;
}

interface LogViewProps {
  ref: Ref<LogHandle>;
  lines: Line[];
  filter: string;
  wrap: boolean;
  times: boolean;
  onAtEnd: (atEnd: boolean) => void;
  onNearStart: () => void;
}

/** The lines in view. It stays at the end while it is there, and where it is while lines are added before. */
export function LogView({ ref, lines, filter, wrap, times, onAtEnd, onNearStart }: LogViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => lines[index]!.key,
    estimateSize: () => LINE_HEIGHT,
    overscan: 30,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: AT_END_PX,
    initialOffset: () => lines.length * LINE_HEIGHT,
    onChange: (instance) => onAtEnd(instance.isAtEnd(AT_END_PX)),
  });
  useImperativeHandle(
    ref,
    () => ({ jumpToEnd: () => virtualizer.scrollToEnd(), jumpToStart: () => virtualizer.scrollToIndex(0) }),
    [virtualizer],
  );
  // Once, when the log is first shown
  useEffect(() => virtualizer.scrollToEnd(), []);
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  // Asked again whenever the first line in view changes
  useEffect(() => {
    if (first < NEAR_START_LINES) onNearStart();
  }, [first, lines.length]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard
    <section ref={scroller} className={classes.scroller} tabIndex={0} aria-label="Console output">
      <div className={classes.lines} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index]!;
          return (
            <div
              key={item.key}
              ref={wrap ? virtualizer.measureElement : undefined}
              data-index={item.index}
              className={classes.line}
              data-wrap={wrap}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LogLine line={line} times={times} filter={filter} />
            </div>
          );
        })}
      </div>
    </section>
  );
}
