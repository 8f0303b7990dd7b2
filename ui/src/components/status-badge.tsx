import { isStopping, statusLook } from '../domain/status.ts';
import classes from './status-badge.module.css';

interface StatusBadgeProps {
  status: string;
  message?: string | undefined;
}

/** State of a task as a coloured dot and its name. */
export function StatusBadge({ status, message }: StatusBadgeProps) {
  const { label, color } = statusLook(status);
  const stopping = isStopping({ status, status_message: message ?? '' });
  return (
    <span className={classes.badge} data-status={status} style={{ ['--status' as string]: `var(--mantine-color-${color}-6)` }}>
      <span className={classes.dot} data-active={status === 'in_progress' || status === 'publishing'} />
      {stopping ? 'Stopping' : label}
    </span>
  );
}
