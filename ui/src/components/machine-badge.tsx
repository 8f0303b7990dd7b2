import type { MachineView } from '../../../workflows/contracts/autoscaler-api.ts';
import { MACHINE_LOOKS } from '../domain/scalers/scaler-looks.ts';
import classes from './status-badge.module.css';

/** State of an autoscaler's machine as a coloured dot and its name. */
export function MachineBadge({ state }: { state: MachineView['state'] }) {
  const { label, color, hint } = MACHINE_LOOKS[state];
  return (
    <span
      className={classes.badge}
      data-machine={state}
      title={hint}
      style={{ ['--status' as string]: `var(--mantine-color-${color}-6)` }}
    >
      <span className={classes.dot} data-active={state === 'busy' || state === 'starting' || state === 'launching'} />
      {label}
    </span>
  );
}
