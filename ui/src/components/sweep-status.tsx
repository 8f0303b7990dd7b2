import type { SweepSummary } from '../../../workflows/contracts/sweep-api.ts';
import { statusLook } from '../domain/status.ts';
import classes from './status-badge.module.css';

/** State of a sweep: that of its controller task, or that it is paused. */
export function SweepStatus({ sweep: { status, paused, statusReason } }: { sweep: SweepSummary }) {
  const isPaused = paused && status === 'in_progress';
  const { label, color } = isPaused ? { label: 'Paused', color: 'yellow' } : statusLook(status);
  return (
    <span
      className={classes.badge}
      data-status={isPaused ? 'paused' : status}
      title={statusReason}
      style={{ ['--status' as string]: `var(--mantine-color-${color}-6)` }}
    >
      <span className={classes.dot} data-active={status === 'in_progress' && !isPaused} />
      {label}
    </span>
  );
}
