import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { CONTROLLER_SIGNALS, CONTROLLER_UPDATES } from '../contracts/controller.ts';
import { SWEEP_UPDATES, type SweepChange } from '../contracts/sweep.ts';
import { checkLimits } from '../domain/sweeps/check-spec.ts';
import { sweeps } from './server.ts';
import { numbersLeft, numberTrials, type SweepState } from './state.ts';

/** Who asks: `user:<id>`. */
interface By {
  by: string;
}

export const childChangedSignal = defineSignal<[string[]]>(CONTROLLER_SIGNALS.childChanged);
export const stopRequestedSignal = defineSignal<[{ reason: string }]>(CONTROLLER_SIGNALS.stopRequested);
export const pauseUpdate = defineUpdate<void, [By]>(CONTROLLER_UPDATES.pause);
export const resumeUpdate = defineUpdate<void, [By]>(CONTROLLER_UPDATES.resume);
export const changeUpdate = defineUpdate<{ accepted: true }, [SweepChange & By]>(SWEEP_UPDATES.change);
export const addTrialUpdate = defineUpdate<{ number: number }, [{ parameters: Record<string, unknown> } & By]>(
  SWEEP_UPDATES.addTrial,
);

/** Takes what is said to the sweep while it runs. */
export function listen(state: SweepState): void {
  setHandler(childChangedSignal, (tasks) => {
    state.told += 1;
    for (const task of tasks) state.changed.add(task);
  });
  setHandler(stopRequestedSignal, ({ reason }) => {
    state.stop ??= reason;
  });
  setHandler(pauseUpdate, (input) => setPaused(state, true, input), { validator: (_: By) => refuseEnded(state) });
  setHandler(resumeUpdate, (input) => setPaused(state, false, input), { validator: (_: By) => refuseEnded(state) });
  setHandler(changeUpdate, (input) => change(state, input), { validator: (input) => checkChange(state, input) });
  setHandler(addTrialUpdate, (input) => addTrial(state, input), { validator: (_) => checkRoom(state) });
}

async function setPaused(state: SweepState, paused: boolean, { by }: By): Promise<void> {
  await condition(() => state.ready);
  await sweeps.pauseSweep({ run: state.run, paused, by });
  state.paused = paused;
}

async function change(state: SweepState, { by, ...wanted }: SweepChange & By): Promise<{ accepted: true }> {
  await condition(() => state.ready);
  Object.assign(state, await sweeps.changeSweep({ run: state.run, change: wanted, by }));
  return { accepted: true };
}

async function addTrial(
  state: SweepState,
  { parameters, by }: { parameters: Record<string, unknown> } & By,
): Promise<{ number: number }> {
  await condition(() => state.ready);
  checkRoom(state);
  const [trial] = numberTrials(state, 1);
  const { number } = trial as { number: number };
  await sweeps.checkTrial({ run: state.run, parameters, number, by });
  state.byHand.push({ number, parameters, byHand: true });
  return { number };
}

function checkChange(state: SweepState, { limits = {} }: SweepChange): void {
  refuseEnded(state);
  const [fault] = checkLimits(limits);
  if (fault) throw new TypeError(`${fault.field}: ${fault.message}`);
}

function checkRoom(state: SweepState): void {
  refuseEnded(state);
  if (numbersLeft(state) > 0) return;
  throw new TypeError(`limits.maxTrials: ${state.limits.maxTrials} trials were started already; raise it first`);
}

function refuseEnded(state: SweepState): void {
  if (state.closing || state.stop !== null) throw new TypeError('status: the sweep has ended or is about to');
}
