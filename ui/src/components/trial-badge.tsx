import type { TrialState } from '../../../workflows/contracts/sweep.ts';
import { TRIAL_LOOKS } from '../domain/sweep/trial-state.ts';
import classes from './status-badge.module.css';

/** State of a trial as a coloured dot and its name. */
export function TrialBadge({ state }: { state: TrialState }) {
  const { label, color, hint } = TRIAL_LOOKS[state];
  return (
    <span
      className={classes.badge}
      data-trial={state}
      title={hint}
      style={{ ['--status' as string]: `var(--mantine-color-${color}-6)` }}
    >
      <span className={classes.dot} data-active={state === 'running'} />
      {label}
    </span>
  );
}
