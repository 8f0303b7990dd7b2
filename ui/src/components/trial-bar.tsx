import type { TrialState } from '../../../workflows/contracts/sweep.ts';
import { formatCount, plural } from '../domain/format.ts';
import { countTrials, STATE_ORDER, TRIAL_LOOKS } from '../domain/sweep/trial-state.ts';
import classes from './trial-bar.module.css';

interface TrialBarProps {
  counts: Partial<Record<TrialState, number>>;
  /** Trials that there will be at most; the bar is filled against it. */
  most?: number | null;
}

/** The trials of a sweep by their states, as one bar. */
export function TrialBar({ counts, most = null }: TrialBarProps) {
  const { all } = countTrials(counts);
  const whole = Math.max(all, most ?? 0, 1);
  return (
    <span className={classes.frame} title={describe(counts)}>
      <span className={classes.track}>
        {STATE_ORDER.filter((state) => counts[state]).map((state) => (
          <span
            key={state}
            className={classes.part}
            data-state={state}
            style={{
              width: `${((counts[state] ?? 0) / whole) * 100}%`,
              background: `var(--mantine-color-${TRIAL_LOOKS[state].color}-6)`,
            }}
          />
        ))}
      </span>
      <span className={classes.figure}>{most ? `${formatCount(all)} / ${formatCount(most)}` : formatCount(all)}</span>
    </span>
  );
}

function describe(counts: TrialBarProps['counts']): string {
  const parts = STATE_ORDER.filter((state) => counts[state]).map((state) => `${counts[state]} ${TRIAL_LOOKS[state].label}`);
  return parts.length === 0 ? 'No trials yet' : `${plural(countTrials(counts).all, 'trial')}: ${parts.join(', ').toLowerCase()}`;
}
