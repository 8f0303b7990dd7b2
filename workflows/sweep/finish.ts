import { condition } from '@temporalio/workflow';
import type { ControllerEnd } from '../contracts/controller.ts';
import { controller, refusalOf, reports, sweeps } from './server.ts';
import { settleChanges } from './settle.ts';
import type { SweepState } from './state.ts';

/** Ends a sweep: what still runs is stopped, the summary is written a last time, then the end. */
export async function finishSweep(state: SweepState, end: ControllerEnd): Promise<void> {
  state.closing = true;
  await condition(() => state.asking === 0 && !state.reporting);
  await unlessRefused(stopOpenTrials(state, end.reason));
  await unlessRefused(reports.reportSweep({ run: state.run, final: true }));
  await controller.finishController({ run: state.run, end });
}

async function stopOpenTrials(state: SweepState, reason: string): Promise<void> {
  await settleChanges(state);
  if (state.open.size === 0) return;
  await sweeps.stopTrials({
    run: state.run,
    tasks: [...state.open.keys()],
    verdict: 'ended',
    reason: `the sweep ended: ${reason}`,
  });
  while (state.open.size > 0) {
    await condition(() => state.changed.size > 0);
    await settleChanges(state);
  }
}

/** The sweep was deleted or started anew meanwhile: there is nothing to write to. */
async function unlessRefused(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (refusalOf(error) === null) throw error;
  }
}
