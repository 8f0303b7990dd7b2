import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** How often a workflow has gone on as a new run of itself, as Temporal's index says, which may lag behind. */
export async function timesContinued({ client }: TestWorkflowEnvironment, workflowId: string): Promise<number> {
  let times = 0;
  for await (const { status } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
    if (status.name === 'CONTINUED_AS_NEW') times += 1;
  return times;
}
