import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { NewTrial, OpenTrial, SweepLongActivities } from '../contracts/sweep-activities.ts';
import { sweeps } from './server.ts';
import type { SweepState } from './state.ts';

const optuna = proxyActivities<Pick<SweepLongActivities, 'prepareOptuna' | 'startOptunaTrials'>>({
  // The environment is downloaded in the first.
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30 seconds',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** Makes Optuna's environment before the first trial, and says so. */
export async function prepareOptuna({ run }: SweepState): Promise<void> {
  await sweeps.noteActivity({ run, activity: 'prepares Optuna' });
  await optuna.prepareOptuna({ run });
  await sweeps.noteActivity({ run, activity: null });
}

/** Starts trials at points that Optuna suggests. Fewer than asked for come when its sampler has no more. */
export async function askOptuna(state: SweepState, trials: NewTrial[]): Promise<OpenTrial[]> {
  const { started, exhausted } = await optuna.startOptunaTrials({ run: state.run, trials });
  state.exhausted = exhausted;
  return started;
}
