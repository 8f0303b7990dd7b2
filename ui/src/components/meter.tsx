import classes from './meter.module.css';
import { UsageBar } from './usage-bar.tsx';

interface MeterProps {
  label: string;
  /** 0 to 100; null where it is not known. */
  percent: number | null;
  title?: string;
}

/** How much of something is used, as a small bar with its figure. */
export function Meter({ label, percent, title }: MeterProps) {
  const shown = percent === null ? null : Math.round(percent);
  return (
    <span className={classes.meter} title={title ?? `${label}: ${shown === null ? 'not reported' : `${shown} %`}`}>
      <span className={classes.label}>{label}</span>
      <UsageBar share={Math.min(100, shown ?? 0) / 100} level={levelOf(shown)} />
      <span className={classes.figure}>{shown === null ? '–' : `${shown}%`}</span>
    </span>
  );
}

function levelOf(percent: number | null): 'normal' | 'high' | 'full' {
  if (percent === null || percent < 75) return 'normal';
  return percent < 92 ? 'high' : 'full';
}
