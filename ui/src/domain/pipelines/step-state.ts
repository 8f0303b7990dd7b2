import type { StepKind, StepState } from '../../../../workflows/contracts/pipeline.ts';

interface StateLook {
  label: string;
  /** Name of a Mantine colour. */
  color: string;
}

/** How each state of a step is called and coloured, everywhere; in the order in which a step goes through them. */
export const STEP_LOOKS: Record<StepState, StateLook> = {
  pending: { label: 'To come', color: 'gray' },
  blocked: { label: 'Blocked', color: 'violet' },
  awaiting: { label: 'Awaiting', color: 'grape' },
  queued: { label: 'Pending', color: 'yellow' },
  running: { label: 'Running', color: 'blue' },
  completed: { label: 'Completed', color: 'green' },
  cached: { label: 'Cached', color: 'teal' },
  failed: { label: 'Failed', color: 'red' },
  aborted: { label: 'Aborted', color: 'orange' },
  skipped: { label: 'Skipped', color: 'gray' },
};

export const STATES = Object.keys(STEP_LOOKS) as StepState[];

export const KIND_LABELS: Record<StepKind, string> = {
  task: 'Task',
  function: 'Function',
  pipeline: 'Pipeline',
  approval: 'Approval',
  wait: 'Wait',
};

const ENDS: readonly StepState[] = ['completed', 'cached', 'failed', 'aborted', 'skipped'];
export const isEnd = (state: StepState): boolean => ENDS.includes(state);

/** Something goes on, on a machine or in a queue. */
export const isActive = (state: StepState): boolean => state === 'running' || state === 'queued';

export function stepColor(state: StepState): string {
  // What is still to come stays in the background, in both themes.
  if (state === 'pending') return 'light-dark(var(--mantine-color-gray-4), var(--mantine-color-dark-3))';
  return `var(--mantine-color-${STEP_LOOKS[state].color}-6)`;
}

/** `3 completed, 1 running`, in the order of the states. */
export const describeCounts = (counts: Partial<Record<StepState, number>>): string =>
  STATES.filter((state) => counts[state])
    .map((state) => `${counts[state]} ${STEP_LOOKS[state].label.toLowerCase()}`)
    .join(', ');

export function countStates(states: StepState[]): Partial<Record<StepState, number>> {
  const counts: Partial<Record<StepState, number>> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** What a group of steps is called by: what needs a look comes first. */
const URGENCY: StepState[] = [
  'failed',
  'awaiting',
  'blocked',
  'running',
  'queued',
  'aborted',
  'pending',
  'completed',
  'cached',
  'skipped',
];

export const summaryState = (counts: Partial<Record<StepState, number>>): StepState =>
  URGENCY.find((state) => counts[state]) ?? 'pending';
