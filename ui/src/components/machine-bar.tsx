import type { MachineState } from '../../../workflows/domain/autoscaler/snapshot.ts';
import { plural } from '../domain/format.ts';
import { countMachines, LIVE_STATES, MACHINE_LOOKS } from '../domain/scalers/scaler-looks.ts';
import { StateBar } from './state-bar.tsx';

interface MachineBarProps {
  counts: Partial<Record<MachineState, number>>;
  /** Machines that there may be at most. */
  most: number;
}

/** The machines of an autoscaler by their states, against their maximum. */
export function MachineBar({ counts, most }: MachineBarProps) {
  const all = countMachines(counts);
  return (
    <StateBar
      parts={LIVE_STATES.map((state) => ({ state, count: counts[state] ?? 0, color: MACHINE_LOOKS[state].color }))}
      most={most}
      title={describe(counts, all)}
      figure={`${all} / ${most}`}
    />
  );
}

function describe(counts: MachineBarProps['counts'], all: number): string {
  const parts = LIVE_STATES.filter((state) => counts[state]).map((state) => `${counts[state]} ${MACHINE_LOOKS[state].label}`);
  return all === 0 ? 'No machines' : `${plural(all, 'machine')}: ${parts.join(', ').toLowerCase()}`;
}
