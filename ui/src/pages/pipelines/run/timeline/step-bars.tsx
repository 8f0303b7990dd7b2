import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { formatDuration } from '../../../../domain/format.ts';
import type { RunTimeline, TimelineRow } from '../../../../domain/pipelines/run-timeline.ts';
import { STEP_LOOKS, stepColor } from '../../../../domain/pipelines/step-state.ts';
import classes from './timeline.module.css';

const ROW_HEIGHT = 24;

interface StepBarsProps {
  timeline: RunTimeline;
  /** A moment to mark, in milliseconds since the epoch. */
  cursor: number | null;
  chosen: string | null;
  onChoose: (node: string) => void;
}

/** Steps below each other on one time scale. */
export function StepBars({ timeline, cursor, chosen, onChoose }: StepBarsProps) {
  const { rows, from, to } = timeline;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const place = rows.findIndex(({ node }) => node.name === chosen);
  useEffect(() => {
    if (place >= 0) virtualizer.scrollToIndex(place);
  }, [place, virtualizer]);
  const share = (time: number): string => `${((time - from) / Math.max(1, to - from)) * 100}%`;
  return (
    <div ref={scroller} className={classes.rows}>
      <ul className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          return (
            <li key={row.node.name} className={classes.row} style={{ transform: `translateY(${item.start}px)` }}>
              <button
                type="button"
                className={classes.label}
                aria-current={row.node.name === chosen}
                title={row.node.name}
                onClick={() => onChoose(row.node.name)}
              >
                {row.node.name}
              </button>
              <span className={classes.parts}>
                {row.parts.map((part) => (
                  <span
                    key={part.from}
                    className={classes.part}
                    data-state={part.state}
                    title={`${STEP_LOOKS[part.state].label}: ${formatDuration(part.to - part.from)}`}
                    style={{ left: share(part.from), right: `calc(100% - ${share(part.to)})`, background: stepColor(part.state) }}
                  />
                ))}
                {cursor !== null && <span className={classes.cursor} style={{ left: share(cursor) }} />}
              </span>
              <span className={classes.duration}>{formatDuration(lengthOf(row))}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const lengthOf = ({ parts }: TimelineRow): number => parts.at(-1)!.to - parts[0]!.from;
