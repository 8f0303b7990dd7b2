import type { RegisterAgentRequest } from '../../workflows/contracts/agent-api.ts';

/** What an agent says of itself when it registers: one slot, no GPU, the queue `default`. */
export const agentRequest = (worker: string, over: Partial<RegisterAgentRequest> = {}): RegisterAgentRequest => ({
  ...{ worker, instance: 'i', host: 'host', pid: 1, queues: ['default'], createQueues: false },
  ...{ slots: 1, gpus: [], servicesMode: false, version: '1', tags: [] },
  ...over,
});
