import { Button, Slider } from '@mantine/core';
import type { RunEvent } from '../../../../../../workflows/contracts/pipeline-api.ts';
import { IconButton } from '../../../../components/icon-button.tsx';
import { formatDateTime, toDate } from '../../../../domain/format.ts';
import { STEP_LOOKS } from '../../../../domain/pipelines/step-state.ts';
import classes from './timeline.module.css';

interface EventSliderProps {
  events: RunEvent[];
  /** Index of an event; null for now. */
  value: number | null;
  onChange: (index: number | null) => void;
}

/** Goes through everything that happened; at its right end is the present. */
export function EventSlider({ events, value, onChange }: EventSliderProps) {
  const now = events.length;
  const at = value ?? now;
  const go = (to: number) => onChange(to >= now ? null : Math.max(0, to));
  if (events.length === 0) return <span className="dim">No events were recorded: the graph is shown as it is now.</span>;
  return (
    <div className={classes.slider}>
      <IconButton icon="chevronLeft" label="Earlier event" size="sm" disabled={at === 0} onClick={() => go(at - 1)} />
      <Slider
        thumbLabel="Moment"
        size="sm"
        className={classes.track}
        min={0}
        max={now}
        value={at}
        label={(index) => describe(events[index])}
        onChange={go}
      />
      <IconButton icon="chevronRight" label="Later event" size="sm" disabled={at === now} onClick={() => go(at + 1)} />
      <span className={classes.moment} role="status" title={describe(events[at])}>
        {describe(events[at])}
      </span>
      <Button variant={value === null ? 'light' : 'default'} size="compact-xs" onClick={() => onChange(null)}>
        Now
      </Button>
    </div>
  );
}

function describe(event: RunEvent | undefined): string {
  if (!event) return 'Now';
  const { at, node, state, text } = event;
  const date = toDate(at);
  return [node, state && STEP_LOOKS[state].label.toLowerCase(), text, date ? formatDateTime(date) : at]
    .filter(Boolean)
    .join(' · ');
}
