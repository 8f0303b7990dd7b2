import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { ControllerDescription } from '../activities/db/controllers/describe-controller.ts';
import { CONTROLLER_SIGNALS, CONTROLLER_WORKFLOWS, controllerWorkflowId } from '../workflows/contracts/controller.ts';
import { ORCHESTRATOR_TASK_QUEUE, SearchAttribute } from '../workflows/contracts/names.ts';
import type { OutboxMessage } from '../workflows/contracts/outbox.ts';
import { ignoreEnded } from './ignore-ended.ts';

export type ControllerMessage = Extract<OutboxMessage, { kind: 'startController' | 'stopController' | 'childChanged' }>;

export const isForController = (message: OutboxMessage): message is ControllerMessage =>
  message.kind === 'startController' || message.kind === 'stopController' || message.kind === 'childChanged';

/** The controller that a message is about. */
export const controllerOf = (message: ControllerMessage): string =>
  message.kind === 'childChanged' ? message.controller : message.run.taskId;

export interface ControllerDelivery {
  client: Client;
  describeController(task: string): Promise<ControllerDescription | null>;
}

/** Tells the workflow of a controller. What is about an attempt that has ended needs no telling, except that it was stopped. */
export async function deliverToController(delivery: ControllerDelivery, message: ControllerMessage): Promise<void> {
  if (message.kind === 'stopController') return stop(delivery.client, message);
  const controller = await delivery.describeController(controllerOf(message));
  if (!controller) return;
  if (message.kind === 'startController') return start(delivery.client, controller);
  const workflowId = controllerWorkflowId(controller.kind, controller.input);
  return signalRunning(delivery.client, workflowId, CONTROLLER_SIGNALS.childChanged, message.tasks);
}

/** Its start, if that is still to be told, stands before it in the same chain. */
function stop(
  client: Client,
  { controller, run, reason }: Extract<ControllerMessage, { kind: 'stopController' }>,
): Promise<void> {
  return signalRunning(client, controllerWorkflowId(controller, run), CONTROLLER_SIGNALS.stopRequested, { reason });
}

async function start(client: Client, controller: ControllerDescription): Promise<void> {
  await ignoreEnded(client.workflow.start(CONTROLLER_WORKFLOWS[controller.kind], optionsOf(controller)));
}

/** A workflow that starts later looks at its children by itself. */
async function signalRunning(client: Client, workflowId: string, signal: string, argument: unknown): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, argument);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

const optionsOf = ({ kind, input }: ControllerDescription) => ({
  workflowId: controllerWorkflowId(kind, input),
  taskQueue: ORCHESTRATOR_TASK_QUEUE,
  args: [input],
  staticSummary: `${kind} ${input.name} (attempt ${input.attempt})`,
  searchAttributes: {
    [SearchAttribute.TASK]: [input.taskId],
    [SearchAttribute.PROJECT]: [input.project],
    [SearchAttribute.STATUS]: ['in_progress'],
  },
  workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
});
