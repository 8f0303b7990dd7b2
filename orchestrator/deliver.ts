import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { RunDescription } from '../activities/db/tasks/describe-run.ts';
import { ORCHESTRATOR_TASK_QUEUE, queueWorkflowId, SearchAttribute, taskWorkflowId } from '../workflows/contracts/names.ts';
import type { OutboxMessage } from '../workflows/contracts/outbox.ts';
import { QUEUE_SIGNALS, QUEUE_WORKFLOW, type QueueDescription } from '../workflows/contracts/queue-workflow.ts';
import type { RunRef } from '../workflows/contracts/run.ts';
import { type ClaimedSignal, TASK_SIGNALS, TASK_WORKFLOW, type TaskWorkflowInput } from '../workflows/contracts/task-workflow.ts';
import { type ControllerDelivery, deliverToController, isForController } from './deliver-controller.ts';
import { deliverToScaler, type ScalerDelivery } from './deliver-to-scaler.ts';
import { ignoreEnded, isAlreadyStarted } from './ignore-ended.ts';

/** What the messages say of tasks and queues is looked up when they are delivered. */
export interface DeliveryContext extends ControllerDelivery, ScalerDelivery {
  describeRun(run: RunRef): Promise<RunDescription | null>;
  /** What is set for all runs. */
  limits: Pick<TaskWorkflowInput, 'agentLostAfterMs' | 'stockLostAfterMs' | 'localLostAfterMs'>;
  describeQueue(queueId: string): Promise<QueueDescription | null>;
  settleSteps(task: string): Promise<void>;
}

/** Tells Temporal one message, or does what has to be done in a transaction of its own. A message whose task or queue is gone needs no telling. */
export async function deliver(context: DeliveryContext, message: OutboxMessage): Promise<void> {
  if (message.kind === 'wakeQueue') return wakeQueue(context, message.queue);
  if (message.kind === 'wakeScaler') return deliverToScaler(context, message.scaler);
  if (message.kind === 'settleSteps') return context.settleSteps(message.task);
  if (isForController(message)) return deliverToController(context, message);
  if (message.kind === 'claimed' && message.names)
    return startTask(context.client, { ...message.run, ...message.names, ...context.limits }, message.signal);
  const description = await context.describeRun(message.run);
  if (!description) return;
  const { claimed, ...names } = description;
  const input = { ...names, ...context.limits };
  switch (message.kind) {
    case 'claimed':
      return startTask(context.client, input, message.signal);
    case 'stopRequested':
      if (!claimed && !(await isKnown(context.client, input))) return;
      return signalTask(context.client, input, TASK_SIGNALS.stopRequested, [{ reason: message.reason }]);
    case 'recordChanged':
      return signalTask(context.client, input, TASK_SIGNALS.recordChanged, []);
  }
}

const taskOptions = (input: TaskWorkflowInput) => ({
  workflowId: taskWorkflowId(input.taskId, input.attempt),
  taskQueue: ORCHESTRATOR_TASK_QUEUE,
  args: [input],
  staticSummary: `${input.name} (attempt ${input.attempt})`,
  searchAttributes: {
    [SearchAttribute.TASK]: [input.taskId],
    [SearchAttribute.PROJECT]: [input.project],
    [SearchAttribute.STATUS]: ['in_progress'],
    ...(input.queue ? { [SearchAttribute.QUEUE]: [input.queue] } : {}),
  },
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
});

/**
 * A task that waits has no workflow: order is the queue's. One that runs already has heard of the claim, or was started by an earlier
 * release, to wait for it.
 */
async function startTask(client: Client, input: TaskWorkflowInput, claim: ClaimedSignal): Promise<void> {
  try {
    await client.workflow.start(TASK_WORKFLOW, { ...taskOptions({ ...input, claim, marked: true }), requestEagerStart: true });
  } catch (error) {
    if (!isAlreadyStarted(error)) throw error;
    await signalTask(client, input, TASK_SIGNALS.claimed, [claim]);
  }
}

/** An attempt that nobody has claimed has a workflow only where an earlier release has started it. */
async function isKnown(client: Client, { taskId, attempt }: RunRef): Promise<boolean> {
  try {
    await client.workflow.getHandle(taskWorkflowId(taskId, attempt)).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Upon `signalWithStart`, unlike a plain signal, the server does not wait for the rest of the delay with which earlier releases start one. */
async function signalTask(client: Client, input: TaskWorkflowInput, signal: string, signalArgs: unknown[]): Promise<void> {
  await ignoreEnded(client.workflow.signalWithStart(TASK_WORKFLOW, { ...taskOptions(input), signal, signalArgs }));
}

async function wakeQueue(context: DeliveryContext, queueId: string): Promise<void> {
  const { client } = context;
  const queue = await context.describeQueue(queueId);
  if (!queue) return endQueue(client, queueId);
  const { scalers, ...input } = queue;
  await client.workflow.signalWithStart(QUEUE_WORKFLOW, {
    workflowId: queueWorkflowId(queueId),
    taskQueue: ORCHESTRATOR_TASK_QUEUE,
    args: [input],
    staticSummary: `queue ${input.name}`,
    searchAttributes: { [SearchAttribute.QUEUE]: [input.name] },
    signal: QUEUE_SIGNALS.wake,
    signalArgs: [],
  });
  for (const scaler of scalers) await deliverToScaler(context, scaler);
}

/** The workflow of a deleted queue looks, sees that it is gone, and ends. */
async function endQueue(client: Client, queueId: string): Promise<void> {
  try {
    await client.workflow.getHandle(queueWorkflowId(queueId)).signal(QUEUE_SIGNALS.wake);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
