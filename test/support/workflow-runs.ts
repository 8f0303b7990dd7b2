import type { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** How often a workflow has gone on as a new run of itself, as Temporal's index says, which may lag behind. */
export async function timesContinued({ client }: TestWorkflowEnvironment, workflowId: string): Promise<number> {
  let times = 0;
  for await (const { status } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
    if (status.name === 'CONTINUED_AS_NEW') times += 1;
  return times;
}

/** The newest run of a workflow, unless another one is named. Payloads are shown as the text that they hold. */
export async function readHistory(
  client: Client,
  { workflowId, runId }: { workflowId: string; runId?: string },
): Promise<{ events: number; text: string }> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const decoded = (_match: string, data: string) => Buffer.from(data, 'base64').toString();
  return { events: events!.length, text: JSON.stringify(events).replaceAll(/"data":"([^"]*)"/g, decoded) };
}
