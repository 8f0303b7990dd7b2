import type { TrialState } from '../../../workflows/contracts/sweep.ts';
import { formatCount, plural } from '../domain/format.ts';
import { countTrials, STATE_ORDER, TRIAL_LOOKS } from '../domain/sweep/trial-state.ts';
import { StateBar } from './state-bar.tsx';

interface TrialBarProps {
  counts: Partial<Record<TrialState, number>>;
  /** Trials that there will be at most; the bar is filled against it. */
  most?: number | null;
}

/** The trials of a sweep by their states, as one bar. */
export function TrialBar({ counts, most = null }: TrialBarProps) {
  const { all } = countTrials(counts);
  return (
    <StateBar
      parts={STATE_ORDER.map((state) => ({ state, count: counts[state] ?? 0, color: TRIAL_LOOKS[state].color }))}
      most={most}
      title={describe(counts)}
      figure={most ? `${formatCount(all)} / ${formatCount(most)}` : formatCount(all)}
    />
  );
}

function describe(counts: TrialBarProps['counts']): string {
  const parts = STATE_ORDER.filter((state) => counts[state]).map((state) => `${counts[state]} ${TRIAL_LOOKS[state].label}`);
  return parts.length === 0 ? 'No trials yet' : `${plural(countTrials(counts).all, 'trial')}: ${parts.join(', ').toLowerCase()}`;
}
