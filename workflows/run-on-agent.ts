import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import { type AgentActivities, USER_FAILURE } from './contracts/agent-activities.ts';
import type { RunRef, Stage } from './contracts/run.ts';
import type { AttemptEnd } from './contracts/server-activities.ts';
import type { ClaimedSignal, TaskWorkflowInput } from './contracts/task-workflow.ts';
import { server } from './server.ts';
import type { TaskWorkflowState } from './task-workflow.ts';

type AgentClaim = Extract<ClaimedSignal, { kind: 'agent' }>;

/**
 * Runs the planned stages on the agent's own task queue and has the end written. A requested stop cancels the stage at work; the
 * clean-up always follows, and comes first where the task goes to another agent.
 */
export async function runOnAgent(input: TaskWorkflowInput, claim: AgentClaim, state: TaskWorkflowState): Promise<AttemptEnd> {
  const run = { taskId: input.taskId, attempt: input.attempt };
  const agent = agentActivities(claim.agentTaskQueue, input.agentLostAfterMs);
  const end = await runUntilStopped(state, () => runStages({ run, claim, agent, agentLostAfterMs: input.agentLostAfterMs }));
  if (end.kind === 'infrastructureFailed') await cleanUp(run, agent);
  await server.finishAttempt({ run, end });
  if (end.kind !== 'infrastructureFailed' && end.kind !== 'agentLost') await cleanUp(run, agent);
  return end;
}

function agentActivities(taskQueue: string, agentLostAfterMs: number): AgentActivities {
  const options = {
    taskQueue,
    // From the moment the stage is offered (again): an agent that does not take it by then is lost.
    scheduleToStartTimeout: agentLostAfterMs,
    heartbeatTimeout: '15 seconds',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  } as const;
  const setUp = proxyActivities<AgentActivities>({
    ...options,
    startToCloseTimeout: '2 hours',
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 10 },
  });
  // A watcher that fails is started again for as long as the agent is there: the user's process goes on meanwhile.
  const { execute } = proxyActivities<AgentActivities>({
    ...options,
    startToCloseTimeout: '365 days',
    retry: { initialInterval: '1 second', backoffCoefficient: 1 },
  });
  return { ...setUpStages(setUp), execute };
}

/** The proxy has no own keys to spread. */
function setUpStages(proxy: AgentActivities): Omit<AgentActivities, 'execute'> {
  const { container, setupScript, clone, diff, environment, install, cleanUp } = proxy;
  return { container, setupScript, clone, diff, environment, install, cleanUp };
}

async function runUntilStopped(state: TaskWorkflowState, work: () => Promise<AttemptEnd>): Promise<AttemptEnd> {
  const scope = new CancellationScope();
  const running = scope.run(work);
  const stopped = condition(() => state.stop !== null).then(() => scope.cancel());
  try {
    const end = await Promise.race([running, stopped.then(() => running)]);
    return state.stop && wasStopped(end) ? { kind: 'stopped', reason: state.stop.reason } : end;
  } catch (error) {
    if (isCancellation(error) && state.stop) return { kind: 'stopped', reason: state.stop.reason };
    throw error;
  }
}

/** The watcher of the user's process answers a cancellation with the end that it brought about. */
const wasStopped = (end: AttemptEnd): boolean => end.kind === 'executed' && end.outcome.kind === 'stopped';

interface StagesInput {
  run: RunRef;
  claim: AgentClaim;
  agent: AgentActivities;
  agentLostAfterMs: number;
}

async function runStages(input: StagesInput): Promise<AttemptEnd> {
  const { run, claim, agent } = input;
  let ready = false;
  for (const stage of claim.stages) {
    if (stage === 'cleanUp' || (stage === 'install' && ready)) continue;
    try {
      if (stage === 'execute') return { kind: 'executed', outcome: await offer(input, () => agent.execute(run)) };
      if (stage === 'environment') ready = (await offer(input, () => agent.environment(run))).ready;
      else await offer(input, () => agent[stage](run));
    } catch (error) {
      return endOf(stage, error);
    }
  }
  throw ApplicationFailure.nonRetryable(`no stage "execute" among ${claim.stages.join(', ')}`);
}

/**
 * Offers a stage to the agent until it takes it or is lost. A time-out alone does not say which: Temporal itself may have been
 * away, and an agent that the server has heard of meanwhile is there.
 */
async function offer<T>({ claim, agentLostAfterMs }: StagesInput, stage: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await stage();
    } catch (error) {
      if (!isNotTaken(error) || (await server.agentSilentMs(claim.worker)) >= agentLostAfterMs) throw error;
    }
  }
}

const isNotTaken = (error: unknown): boolean =>
  error instanceof ActivityFailure && error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';

/** Cancellation passes; everything else is an end with its reason. */
function endOf(stage: Stage, error: unknown): AttemptEnd {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  if (isNotTaken(error)) return { kind: 'agentLost' };
  const { cause } = error;
  const message = cause?.message ?? error.message;
  if (cause instanceof ApplicationFailure && cause.type === USER_FAILURE) return { kind: 'stageFailed', stage, message };
  return { kind: 'infrastructureFailed', stage, message };
}

/** An agent that goes away now cleans up when it comes back: the run is no longer its own. */
async function cleanUp(run: RunRef, agent: AgentActivities): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    try {
      await agent.cleanUp(run);
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
    }
  });
}
