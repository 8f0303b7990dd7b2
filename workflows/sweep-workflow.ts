import { allHandlersFinished, CancellationScope, condition, continueAsNew, patched, workflowInfo } from '@temporalio/workflow';
import type { ControllerEnd, ControllerInput } from './contracts/controller.ts';
import type { NewTrial } from './contracts/sweep-activities.ts';
import { prepareOptuna } from './sweep/ask-optuna.ts';
import { fillSlots } from './sweep/fill-slots.ts';
import { finishSweep } from './sweep/finish.ts';
import { msUntilLimit, stopOverdueTrials, sweepOverdue } from './sweep/limits.ts';
import { listen } from './sweep/listen.ts';
import { reportProgress } from './sweep/report.ts';
import { refusalOf, sweeps } from './sweep/server.ts';
import { settleChanges } from './sweep/settle.ts';
import { createState, freeSlots, isOver, type SweepState, takeOpening, wantedTrials } from './sweep/state.ts';
import { watchOpenTrials } from './sweep/watch.ts';

export interface SweepWorkflowInput extends ControllerInput {
  /** Trials by hand that wait for a free slot, when the workflow goes on as a new run of itself. */
  byHand?: NewTrial[];
}

/**
 * One attempt of a sweep: keeps trials running within the limits until there is nothing left to start, or it is told to stop. What
 * the trials are and what came of them stands in Postgres; here are the slots, the limits and the clock.
 */
export async function sweepWorkflow(input: SweepWorkflowInput): Promise<string> {
  const state = createState({ taskId: input.taskId, attempt: input.attempt }, input.byHand ?? []);
  listen(state);
  const aside = new CancellationScope();
  const end = await searchOrFail(input, state, aside);
  aside.cancel();
  await finishSweep(state, end);
  await condition(allHandlersFinished);
  return end.status;
}

async function searchOrFail(input: SweepWorkflowInput, state: SweepState, aside: CancellationScope): Promise<ControllerEnd> {
  try {
    return await search(input, state, aside);
  } catch (error) {
    const message = refusalOf(error);
    if (message === null) throw error;
    return { status: 'failed', reason: 'the sweep cannot go on', message };
  }
}

async function search(input: SweepWorkflowInput, state: SweepState, aside: CancellationScope): Promise<ControllerEnd> {
  takeOpening(state, await sweeps.openSweep(state.run));
  if (state.route === 'optuna') await prepareOptuna(state);
  for (;;) {
    await settleChanges(state);
    if (state.failure) throw state.failure.error;
    if (state.stop !== null) return { status: 'stopped', reason: state.stop, message: '' };
    const overdue = sweepOverdue(state);
    if (overdue !== null) return { status: 'completed', reason: overdue, message: '' };
    await stopOverdueTrials(state);
    await fillSlots(state, aside);
    watchOpenTrials(state, aside);
    reportProgress(state);
    if (isOver(state))
      return { status: 'completed', reason: state.exhausted ? 'every point was tried' : 'all trials ended', message: '' };
    if (workflowInfo().continueAsNewSuggested) await goOn(input, state, aside);
    await waitForNews(state);
  }
}

/** A sweep is told of its trials at most every 200 ms. */
const LONGEST_TOLD_APART_MS = 300;

/** As a new run of itself: what it knows is read again, except for trials by hand that wait. */
async function goOn(input: SweepWorkflowInput, state: SweepState, aside: CancellationScope): Promise<void> {
  aside.cancel();
  const isIdle = () => allHandlersFinished() && state.asking === 0 && !state.reporting && !state.watching;
  await condition(isIdle);
  if (patched('goes-on-after-news')) {
    // Temporal refuses the end of a run when there is news meanwhile, and all is replayed. Right after some there is none.
    const { told } = state;
    await condition(() => state.told !== told, LONGEST_TOLD_APART_MS);
    await condition(isIdle);
  }
  if (state.stop !== null) return;
  await continueAsNew<(input: SweepWorkflowInput) => Promise<string>>({ ...input, byHand: state.byHand });
}

async function waitForNews(state: SweepState): Promise<void> {
  const { limits } = state;
  const news = () =>
    state.changed.size > 0 ||
    state.stop !== null ||
    state.failure !== null ||
    state.limits !== limits ||
    (state.byHand.length > 0 && freeSlots(state) > 0) ||
    wantedTrials(state) > 0 ||
    (state.watched && !state.watching && state.open.size > 0) ||
    isOver(state) ||
    // What people say to a sweep that waits makes its history longer, too.
    (workflowInfo().continueAsNewSuggested && patched('goes-on-while-it-waits'));
  const ms = msUntilLimit(state);
  if (ms === undefined) await condition(news);
  else await condition(news, ms);
}
