/** Names under which processes find each other in Temporal. */

/** Task queue of the orchestrator: all workflows and the activities that touch Postgres. */
export const ORCHESTRATOR_TASK_QUEUE = 'perdura-orchestrator';

/** Task queue on which the tickets of one queue wait for an agent. */
export const ticketTaskQueue = (queueId: string): string => `queue-${queueId}`;

/** Task queue of one agent, on which the stages of its runs are executed. */
export const agentTaskQueue = (workerId: string): string => `agent-${workerId}`;

export const queueWorkflowId = (queueId: string): string => `queue-${queueId}`;

export const taskWorkflowId = (taskId: string, attempt: number): string => `task-${taskId}-${attempt}`;

/** Custom search attributes, all of type Keyword. */
export const SearchAttribute = {
  TASK: 'PerduraTask',
  PROJECT: 'PerduraProject',
  QUEUE: 'PerduraQueue',
  STATUS: 'PerduraStatus',
} as const;
