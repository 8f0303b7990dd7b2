import { useMemo } from 'react';
import type { RunEvent, RunView } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { EmptyNote } from '../../../../components/empty-note.tsx';
import { Icon } from '../../../../components/icon.tsx';
import { useNow } from '../../../../components/use-now.ts';
import { toDate } from '../../../../domain/format.ts';
import { runTimeline } from '../../../../domain/pipelines/run-timeline.ts';
import { useRunAddress } from '../use-run-address.ts';
import { EventSlider } from './event-slider.tsx';
import { StepBars } from './step-bars.tsx';
import classes from './timeline.module.css';

interface RunTimelineProps {
  run: RunView;
  events: RunEvent[];
  chosen: string | null;
  onChoose: (node: string) => void;
}

/** When each step did what, below the graph, which is shown as it was after the chosen event. */
export function RunTimeline({ run, events, chosen, onChoose }: RunTimelineProps) {
  const { event, change } = useRunAddress();
  const at = event !== null && event < events.length ? event : null;
  const cursor = at === null ? null : (toDate(events[at]!.at)?.getTime() ?? null);
  return (
    <section className={classes.timeline} aria-label="Timeline">
      <div className={classes.bar}>
        <EventSlider events={events} value={at} onChange={(next) => change({ event: next })} />
        {run.temporalUrl && (
          <a className={classes.temporal} href={run.temporalUrl} target="_blank" rel="noreferrer">
            History in Temporal <Icon name="external" size={12} />
          </a>
        )}
      </div>
      <Bars run={run} events={events} cursor={cursor} chosen={chosen} onChoose={onChoose} />
    </section>
  );
}

interface BarsProps extends RunTimelineProps {
  cursor: number | null;
}

/** Only a run that goes on needs the clock. */
function Bars(props: BarsProps) {
  const isOpen = props.run.nodes.some(({ state }) => ['running', 'queued', 'awaiting', 'blocked'].includes(state));
  return isOpen ? <TickingBars {...props} /> : <DrawnBars {...props} now={lastMoment(props)} />;
}

function TickingBars(props: BarsProps) {
  return <DrawnBars {...props} now={useNow()} />;
}

const lastMoment = ({ run, events }: BarsProps): number =>
  (toDate(run.completed) ?? toDate(events.at(-1)?.at) ?? new Date()).getTime();

function DrawnBars({ run, events, cursor, chosen, onChoose, now }: BarsProps & { now: number }) {
  const timeline = useMemo(() => runTimeline(run.nodes, events, now), [run.nodes, events, now]);
  if (timeline.rows.length === 0) return <EmptyNote text="No step has begun yet." />;
  return <StepBars timeline={timeline} cursor={cursor} chosen={chosen} onChoose={onChoose} />;
}
