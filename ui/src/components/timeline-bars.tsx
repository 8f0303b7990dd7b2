import { formatDuration } from '../domain/format.ts';
import type { AttemptTimeline, TimelineBar } from '../domain/timeline.ts';
import classes from './timeline-bars.module.css';

/** Bars below each other on one time scale, each with its name and duration. */
export function TimelineBars({ timeline }: { timeline: AttemptTimeline }) {
  const span = Math.max(1, timeline.to - timeline.from);
  return (
    <ol className={classes.list}>
      {timeline.bars.map((bar) => (
        <li key={bar.label} className={classes.row}>
          <span className={classes.label}>{bar.label}</span>
          <span className={classes.track} title={describe(bar)}>
            <span
              className={classes.bar}
              data-kind={bar.kind}
              data-state={bar.state}
              style={{ left: `${((bar.from - timeline.from) / span) * 100}%`, width: `${((bar.to - bar.from) / span) * 100}%` }}
            />
          </span>
          <span className={classes.duration}>{bar.state === 'pending' ? 'to come' : formatDuration(bar.to - bar.from)}</span>
          <span className={classes.detail} title={bar.detail ?? ''}>
            {bar.detail}
          </span>
        </li>
      ))}
    </ol>
  );
}

const describe = ({ label, state, from, to, detail }: TimelineBar): string =>
  [`${label}: ${state === 'started' ? 'running' : state}, ${formatDuration(to - from)}`, detail].filter(Boolean).join('\n');
