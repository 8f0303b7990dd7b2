import type { Client } from '@temporalio/client';
import {
  AUTOSCALER_SIGNALS,
  AUTOSCALER_WORKFLOW,
  type AutoscalerInput,
  autoscalerWorkflowId,
} from '../workflows/contracts/autoscaler.ts';
import { ORCHESTRATOR_TASK_QUEUE } from '../workflows/contracts/names.ts';

export interface ScalerDelivery {
  client: Client;
  describeScaler(scaler: string): Promise<AutoscalerInput | null>;
}

/** Has a scaler look now; starts its workflow where none runs. */
export async function deliverToScaler({ client, describeScaler }: ScalerDelivery, scaler: string): Promise<void> {
  const input = await describeScaler(scaler);
  if (!input) return;
  await client.workflow.signalWithStart(AUTOSCALER_WORKFLOW, {
    workflowId: autoscalerWorkflowId(scaler),
    taskQueue: ORCHESTRATOR_TASK_QUEUE,
    args: [input],
    staticSummary: `autoscaler ${input.name}`,
    signal: AUTOSCALER_SIGNALS.look,
    signalArgs: [],
  });
}
