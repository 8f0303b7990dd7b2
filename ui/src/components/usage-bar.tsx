import classes from './usage-bar.module.css';

interface UsageBarProps {
  /** 0 to 1. */
  share: number;
  /** Yellow when `high`, red when `full`. */
  level?: 'normal' | 'high' | 'full';
  /** One of several that are compared with each other. */
  tall?: boolean;
}

/** A share of a whole, as a bar without its figure. */
export function UsageBar({ share, level = 'normal', tall = false }: UsageBarProps) {
  return (
    <span className={classes.track} data-tall={tall || undefined}>
      <span className={classes.fill} data-level={level} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
