import type { MachineView, ScalerStatus } from '../../../../workflows/contracts/autoscaler-api.ts';
import type { MachineState } from '../../../../workflows/domain/autoscaler/snapshot.ts';

interface Look {
  label: string;
  /** Name of a Mantine colour. */
  color: string;
  /** What it means, for a tooltip. */
  hint: string;
}

export const SCALER_LOOKS: Record<ScalerStatus, Look> = {
  running: { label: 'Running', color: 'blue', hint: 'It launches and ends machines as the queues need' },
  paused: { label: 'Paused', color: 'yellow', hint: 'It launches nothing; idle machines are still ended' },
  draining: { label: 'Draining', color: 'grape', hint: 'It launches nothing, and ends each machine that has no task' },
  stopping: { label: 'Stopping', color: 'orange', hint: 'It launches nothing, and is stopped when no machine is left' },
  stopped: { label: 'Stopped', color: 'gray', hint: 'It does nothing until it is started again' },
};

/** In the order in which a bar and a filter list them: what works first. */
export const MACHINE_LOOKS: Record<MachineView['state'], Look> = {
  busy: { label: 'Busy', color: 'blue', hint: 'It runs a task' },
  idle: { label: 'Idle', color: 'green', hint: 'Its agent waits for a task' },
  starting: { label: 'Starting', color: 'cyan', hint: 'It exists, and its agent has not joined yet' },
  launching: { label: 'Launching', color: 'yellow', hint: 'It was asked for' },
  silent: { label: 'Silent', color: 'red', hint: 'Its agent had joined, and is not heard of' },
  ending: { label: 'Ending', color: 'orange', hint: 'It was told to end' },
  ended: { label: 'Ended', color: 'gray', hint: 'It is gone' },
};

export const MACHINE_STATES = Object.keys(MACHINE_LOOKS) as MachineView['state'][];

/** Those that exist, or were asked for. */
export const LIVE_STATES = MACHINE_STATES.filter((state): state is MachineState => state !== 'ended');

export const countMachines = (machines: Partial<Record<MachineState, number>>): number =>
  LIVE_STATES.reduce((sum, state) => sum + (machines[state] ?? 0), 0);
