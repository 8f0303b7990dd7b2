import type { StepState } from '../../../workflows/contracts/pipeline.ts';
import { isActive, STEP_LOOKS, stepColor } from '../domain/pipelines/step-state.ts';
import classes from './status-badge.module.css';

/** State of a pipeline's step as a coloured dot and its name. */
export function StepBadge({ state }: { state: StepState }) {
  return (
    <span className={classes.badge} data-state={state} style={{ ['--status' as string]: stepColor(state) }}>
      <span className={classes.dot} data-active={isActive(state)} />
      {STEP_LOOKS[state].label}
    </span>
  );
}
