import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import type { RunEvent } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { EmptyNote } from '../../../../components/empty-note.tsx';
import { QueryView } from '../../../../components/query-view.tsx';
import { StepBadge } from '../../../../components/step-badge.tsx';
import { toDate } from '../../../../domain/format.ts';
import { useRunEvents } from '../../../../queries/use-pipelines.ts';
import { useRunAddress } from '../use-run-address.ts';
import classes from './panel.module.css';

const ROW_HEIGHT = 46;

/** Everything that happened, the latest first. One that is chosen shows the graph as it was then. */
export function EventList({ run }: { run: string }) {
  const query = useRunEvents(run);
  return (
    <QueryView query={query}>
      {(events) => (events.length === 0 ? <EmptyNote text="Nothing has happened yet." /> : <List run={run} events={events} />)}
    </QueryView>
  );
}

function List({ run, events }: { run: string; events: RunEvent[] }) {
  const navigate = useNavigate();
  const { event: chosen } = useRunAddress();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  return (
    <div ref={scroller} className={classes.scroller}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map((item) => {
          const index = events.length - 1 - item.index;
          return (
            <div
              key={index}
              ref={virtualizer.measureElement}
              data-index={item.index}
              style={{ position: 'absolute', insetInline: 0, transform: `translateY(${item.start}px)` }}
            >
              <EventRow
                event={events[index]!}
                chosen={index === chosen}
                onChoose={() => navigate(`/pipelines/runs/${run}/timeline?event=${index}&tab=events`)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function EventRow({ event, chosen, onChoose }: { event: RunEvent; chosen: boolean; onChoose: () => void }) {
  const { at, node, state, text, actor } = event;
  return (
    <button type="button" className={classes.event} aria-current={chosen} onClick={onChoose}>
      <time className="dim" dateTime={at} title={at}>
        {toDate(at)?.toLocaleTimeString()}
      </time>
      <span className={classes.eventText}>
        {node && <strong>{node}</strong>}
        {state && <StepBadge state={state} />}
        <span>{text}</span>
        {actor && <span className="dim">by {actor}</span>}
      </span>
    </button>
  );
}
