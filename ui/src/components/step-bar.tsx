import type { StepState } from '../../../workflows/contracts/pipeline.ts';
import { describeCounts, isEnd, STATES, stepColor } from '../domain/pipelines/step-state.ts';
import classes from './step-bar.module.css';

/** In a bar, what is over comes first. */
const ORDER = [...STATES.filter(isEnd), ...STATES.filter((state) => !isEnd(state)).reverse()];

interface StepBarProps {
  counts: Partial<Record<StepState, number>>;
  /** Whether "3 / 8" stands beside it. */
  figure?: boolean;
}

/** Steps by their states, as one bar. */
export function StepBar({ counts, figure = true }: StepBarProps) {
  const all = ORDER.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  const over = ORDER.filter(isEnd).reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return (
    <span className={classes.frame} title={all === 0 ? 'No steps' : describeCounts(counts)}>
      <span className={classes.track}>
        {ORDER.filter((state) => counts[state]).map((state) => (
          <span
            key={state}
            className={classes.part}
            data-state={state}
            style={{ flexGrow: counts[state], background: stepColor(state) }}
          />
        ))}
      </span>
      {figure && (
        <span className={classes.figure}>
          {over} / {all}
        </span>
      )}
    </span>
  );
}
