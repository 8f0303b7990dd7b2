import { type CancellationScope, isCancellation } from '@temporalio/workflow';
import type { OpenTrial } from '../contracts/sweep-activities.ts';
import { askCustom } from './ask-custom.ts';
import { askOptuna } from './ask-optuna.ts';
import { sweeps } from './server.ts';
import { freeSlots, numberTrials, type SweepState, wantedTrials } from './state.ts';

/** Trials that are started in one transaction. */
const BATCH = 10;

/** Starts trials in the slots that are free: those by hand first, then what the strategy proposes. */
export async function fillSlots(state: SweepState, aside: CancellationScope): Promise<void> {
  await startByHand(state);
  if (state.route !== 'plain') {
    const count = Math.min(wantedTrials(state), BATCH);
    if (count > 0) void aside.run(() => askAside(state, count));
    return;
  }
  for (let count = wantedTrials(state); count > 0; count = wantedTrials(state)) {
    const trials = numberTrials(state, Math.min(count, BATCH));
    const { started, exhausted } = await sweeps.startTrials({ run: state.run, trials });
    addStarted(state, started);
    state.exhausted = exhausted;
  }
}

async function startByHand(state: SweepState): Promise<void> {
  while (state.byHand.length > 0 && freeSlots(state) > 0) {
    const trials = state.byHand.slice(0, Math.min(freeSlots(state), BATCH));
    const { started } = await sweeps.startTrials({ run: state.run, trials });
    state.byHand = state.byHand.filter((trial) => !trials.includes(trial));
    addStarted(state, started);
  }
}

/** Asks beside the main course: stops, limits and ends of trials do not wait for the answer. */
async function askAside(state: SweepState, count: number): Promise<void> {
  state.asking = count;
  try {
    const started = state.route === 'optuna' ? await askOptuna(state, numberTrials(state, count)) : await askCustom(state, count);
    addStarted(state, started);
    // What happened to them before they were known here is seen now.
    for (const { task } of started) state.changed.add(task);
  } catch (error) {
    if (!isCancellation(error)) state.failure ??= { error };
  } finally {
    state.asking = 0;
  }
}

function addStarted(state: SweepState, started: OpenTrial[]): void {
  for (const trial of started) state.open.set(trial.task, trial);
}
