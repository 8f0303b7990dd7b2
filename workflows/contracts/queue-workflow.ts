/** Input of `queueWorkflow`: keeps tickets outstanding while the queue has entries. */
export interface QueueWorkflowInput {
  queueId: string;
  name: string;
  /** Most tickets outstanding at a time. */
  ticketCap: number;
}

/** A queue as the relay needs it. */
export interface QueueDescription extends QueueWorkflowInput {
  /** Autoscalers that serve it. */
  scalers: string[];
}

export const QUEUE_SIGNALS = { wake: 'wake' } as const;
export const QUEUE_WORKFLOW = 'queueWorkflow';
