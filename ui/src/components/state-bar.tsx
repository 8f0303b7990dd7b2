import classes from './state-bar.module.css';

export interface BarPart {
  state: string;
  count: number;
  /** Name of a Mantine colour. */
  color: string;
}

interface StateBarProps {
  parts: BarPart[];
  /** What the bar is filled against; its parts alone fill it otherwise. */
  most?: number | null;
  title: string;
  figure: string;
}

/** Things by their states, as one bar. */
export function StateBar({ parts, most = null, title, figure }: StateBarProps) {
  const all = parts.reduce((sum, { count }) => sum + count, 0);
  const whole = Math.max(all, most ?? 0, 1);
  return (
    <span className={classes.frame} title={title}>
      <span className={classes.track}>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ state, count, color }) => (
            <span
              key={state}
              className={classes.part}
              data-state={state}
              style={{ width: `${(count / whole) * 100}%`, background: `var(--mantine-color-${color}-6)` }}
            />
          ))}
      </span>
      <span className={classes.figure}>{figure}</span>
    </span>
  );
}
