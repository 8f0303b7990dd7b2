import { proxyActivities } from '@temporalio/workflow';
import type { AgentActivities, TicketActivities, TicketOutcome } from '../../../../workflows/contracts/agent-activities.ts';
import { agentTaskQueue, ticketTaskQueue } from '../../../../workflows/contracts/names.ts';
import type { ExecuteOutcome, RunRef } from '../../../../workflows/contracts/run.ts';

/** Offers one ticket of a queue until an agent has taken it. */
export async function offerTicket(queueId: string): Promise<TicketOutcome> {
  const { takeTicket } = proxyActivities<TicketActivities>({
    taskQueue: ticketTaskQueue(queueId),
    startToCloseTimeout: '10 seconds',
  });
  return takeTicket();
}

/** Runs a literal script on an agent. */
export async function runScript({ worker, run }: { worker: string; run: RunRef }): Promise<ExecuteOutcome> {
  const agent = proxyActivities<AgentActivities>({
    taskQueue: agentTaskQueue(worker),
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '15 seconds',
    retry: { initialInterval: '100 milliseconds', backoffCoefficient: 1 },
  });
  await agent.diff(run);
  await agent.environment(run);
  const outcome = await agent.execute(run);
  await agent.cleanUp(run);
  return outcome;
}
