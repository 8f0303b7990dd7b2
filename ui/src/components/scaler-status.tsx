import type { ScalerStatus as Status } from '../../../workflows/contracts/autoscaler-api.ts';
import { SCALER_LOOKS } from '../domain/scalers/scaler-looks.ts';
import classes from './status-badge.module.css';

/** State of an autoscaler as a coloured dot and its name. */
export function ScalerStatus({ status }: { status: Status }) {
  const { label, color, hint } = SCALER_LOOKS[status];
  return (
    <span
      className={classes.badge}
      data-status={status}
      title={hint}
      style={{ ['--status' as string]: `var(--mantine-color-${color}-6)` }}
    >
      <span className={classes.dot} data-active={status !== 'paused' && status !== 'stopped'} />
      {label}
    </span>
  );
}
