import { ActivityCancellationType, condition, proxyActivities } from '@temporalio/workflow';
import type { OpenTrial } from '../contracts/sweep-activities.ts';
import type { StrategyActivities, StrategyAnswer, StrategyCall } from '../contracts/sweep-hooks.ts';
import { sweeps } from './server.ts';
import type { SweepState } from './state.ts';

/** A worker that has not answered by then is spoken of. */
const PATIENCE_MS = 5000;

/** Asks the user's own strategy, on the task queue that `perdura sweep worker` serves, and starts what it answers. */
export async function askCustom(state: SweepState, count: number): Promise<OpenTrial[]> {
  const { run } = state;
  const { taskQueue, call } = await sweeps.describeCall({ run, next: state.next, count });
  const answer = await ask(state, taskQueue, call);
  const pruned = call.pending.filter(({ number }) => answer.prune.includes(number)).map(({ number }) => number);
  const tasks = [...state.open.values()].filter(({ number }) => pruned.includes(number)).map(({ task }) => task);
  if (tasks.length > 0)
    await sweeps.stopTrials({ run, tasks, verdict: 'pruned', reason: `given up by strategy ${call.strategy}` });
  if (answer.done || (answer.trials.length === 0 && state.open.size === 0)) state.exhausted = true;
  if (answer.trials.length === 0) {
    state.askAgainAt = state.ended + 1;
    return [];
  }
  const trials = answer.trials
    .slice(0, count)
    .map(({ parameters }, i) => ({ number: state.next + i, parameters, byHand: false }));
  state.next += trials.length;
  return (await sweeps.startTrials({ run, trials })).started;
}

async function ask({ run }: SweepState, taskQueue: string, call: StrategyCall): Promise<StrategyAnswer> {
  const { askStrategy } = proxyActivities<StrategyActivities>({
    taskQueue,
    startToCloseTimeout: '10 minutes',
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  });
  let answered = false;
  const answer = askStrategy(call).finally(() => {
    answered = true;
  });
  const note = async () => {
    if (await condition(() => answered, PATIENCE_MS)) return false;
    await sweeps.noteActivity({ run, activity: `waits for the worker of strategy ${call.strategy}` });
    return true;
  };
  const [got, noted] = await Promise.all([answer, note()]);
  if (noted) await sweeps.noteActivity({ run, activity: null });
  return got;
}
