import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { CONTROLLER_SIGNALS, type ControllerInput } from './contracts/controller.ts';
import type { PipelineStart } from './contracts/pipeline-activities.ts';
import { abortCause, endOfRun, type RunEnd } from './domain/pipeline/ends.ts';
import { type Plan, planPipeline } from './domain/pipeline/plan.ts';
import { server } from './pipeline/activities.ts';
import { applyActions } from './pipeline/apply.ts';
import { callPipelineHook } from './pipeline/call-pipeline-hook.ts';
import { type Notification, resumeNotifications, statusChanged } from './pipeline/notify.ts';
import { createState, load, type PipelineState, requestStop, takeOver } from './pipeline/state.ts';
import { handleUpdates } from './pipeline/updates.ts';

export const childChangedSignal = defineSignal<[string[]]>(CONTROLLER_SIGNALS.childChanged);
export const stopControllerSignal = defineSignal<[{ reason: string }]>(CONTROLLER_SIGNALS.stopRequested);

/** What is carried over when the workflow continues as new; where the nodes stand is read again. */
export interface PipelineWorkflowInput extends ControllerInput {
  stop?: PipelineState['stop'];
  notifications?: Notification[];
}

/** How long calls of the definition's worker are waited for before the workflow continues as new; they are made again then. */
const DRAIN_MS = 30_000;
/** Events with which the workflow waits for them no longer than that, and until which it goes on beside them. */
const LONG_HISTORY = 4_000;

/**
 * One attempt of a run of a pipeline: plans what is next, has it done, and waits for what has changed. What steps are made of, and
 * where they stand for people, is in Postgres; this is the order in which things happen.
 */
export async function pipelineWorkflow(input: PipelineWorkflowInput): Promise<string> {
  const run = { taskId: input.taskId, attempt: input.attempt };
  const state = createState(run, input);
  setHandler(childChangedSignal, (tasks) => {
    for (const task of tasks) state.changed.add(task);
  });
  setHandler(stopControllerSignal, ({ reason }) => requestStop(state, { reason, failed: false }));
  handleUpdates(state);

  const start = await server.beginPipeline(run);
  if (start.problem !== null)
    return finish(state, { status: 'failed', reason: 'the definition is not sound', message: start.problem });
  load(state, start);
  takeOver(state, await server.observeSteps({ run, tasks: 'all' }), statusChanged(state));
  resumeNotifications(state);
  if (start.hooks.includes('onStart')) await callPipelineHook(state, { hook: 'onStart', status: null });

  while (!(await advance(state, start))) {
    if (workflowInfo().continueAsNewSuggested && mayGoOn(state)) await continueAnew(input, state);
  }
  const end = endOfRun(state.nodes.values(), state.stop);
  if (start.hooks.includes('onEnd')) await callPipelineHook(state, { hook: 'onEnd', status: end.status });
  return finish(state, end);
}

/** One round: takes in what has changed, does what is next, and waits. Answers whether all is over. */
async function advance(state: PipelineState, start: PipelineStart): Promise<boolean> {
  state.woken = false;
  await observe(state);
  checkLimits(state, start);
  const plan = planPipeline(state.nodes, {
    now: Date.now(),
    paused: state.paused,
    stop: state.stop?.reason ?? null,
    maxParallel: start.maxParallel,
  });
  if (plan.over) return true;
  await applyActions(state, plan.actions);
  await untilSomethingHappens(state, plan, start.deadline);
  return false;
}

async function observe(state: PipelineState): Promise<void> {
  if (state.changed.size === 0) return;
  const tasks = [...state.changed];
  state.changed.clear();
  takeOver(state, await server.observeSteps({ run: state.run, tasks }), statusChanged(state));
}

function checkLimits(state: PipelineState, { deadline, timeLimitMs, abortOnFailure }: PipelineStart): void {
  if (deadline !== null && Date.now() >= deadline)
    requestStop(state, { reason: `time limit of ${(timeLimitMs ?? 0) / 1000} s reached`, failed: false });
  const cause = abortOnFailure ? abortCause(state.nodes.values()) : null;
  if (cause !== null) requestStop(state, { reason: cause, failed: true });
}

async function untilSomethingHappens(state: PipelineState, { wakeAt }: Plan, deadline: number | null): Promise<void> {
  const happened = () => state.woken || state.changed.size > 0;
  const times = [wakeAt, state.stop === null ? deadline : null].filter((time) => time !== null);
  if (times.length === 0) return condition(happened);
  await condition(happened, Math.max(1, Math.min(...times) - Date.now()));
}

/** A call at work would be cut off, and made again. */
const mayGoOn = ({ calls }: PipelineState): boolean =>
  calls.inFlight === 0 || !patched('goes-on-without-calls') || workflowInfo().historyLength > LONG_HISTORY;

/** Goes on as a new run of itself, with a short history. */
async function continueAnew(input: PipelineWorkflowInput, state: PipelineState): Promise<void> {
  state.draining = true;
  await condition(() => state.calls.inFlight === 0, DRAIN_MS);
  state.calls.scope.cancel();
  await condition(() => state.calls.inFlight === 0 && allHandlersFinished());
  const { stop, notifications } = state;
  await continueAsNew<typeof pipelineWorkflow>({ ...input, stop, notifications });
}

async function finish(state: PipelineState, end: RunEnd): Promise<string> {
  await condition(allHandlersFinished);
  await server.finishController({ run: state.run, end });
  return end.status;
}
