import type { Logger } from 'pino';
import type { AgentActivities, TicketOutcome } from '../../workflows/contracts/agent-activities.ts';
import type { RegisterAgentResponse } from '../../workflows/contracts/agent-api.ts';
import type { WorkingHours } from '../hours/working-hours.ts';
import type { SlotGate } from '../slots/slot-gate.ts';
import { createStageWorker } from './stage-worker.ts';
import { superviseWorker } from './supervise-worker.ts';
import { createTicketWorker } from './ticket-worker.ts';

export interface StartWorkersInput {
  temporal: RegisterAgentResponse['temporal'];
  worker: string;
  /** Queue ids. */
  queues: string[];
  slots: number;
  gate: SlotGate;
  hours: WorkingHours;
  activities: AgentActivities;
  /** Answers a ticket of a queue. */
  takeTicket(queue: string): Promise<TicketOutcome>;
  log: Logger;
}

export interface AgentWorkers {
  /** Resolves when every worker has polled. */
  polling: Promise<unknown>;
  /** Takes no more tickets. */
  stopTickets(): Promise<void>;
  /** Takes no more stages either; those at work are made to leave. */
  stopAll(): Promise<void>;
}

/** Starts a worker for the tickets of each queue, and one for the stages of the agent's runs. */
export function startWorkers({
  temporal,
  worker,
  queues,
  slots,
  gate,
  hours,
  activities,
  takeTicket,
  log,
}: StartWorkersInput): AgentWorkers {
  const { address, namespace } = temporal;
  const [tickets, stages] = [new AbortController(), new AbortController()];
  const polling: Promise<void>[] = [];
  const supervise = (name: string, signal: AbortSignal, create: Parameters<typeof superviseWorker>[0]['create']) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    polling.push(promise);
    return superviseWorker({ name, address, create, onPolling: resolve, signal, log });
  };

  const stageWorker = supervise('worker for stages', stages.signal, (connection) =>
    createStageWorker({ connection, namespace, worker, slots, activities }),
  );
  const ticketWorkers = queues.map((queueId) =>
    supervise(`worker for queue ${queueId}`, tickets.signal, (connection) =>
      createTicketWorker({
        ...{ connection, namespace, queueId, worker, gate, hours },
        activities: { takeTicket: () => takeTicket(queueId) },
      }),
    ),
  );

  const stopTickets = async () => {
    tickets.abort();
    await Promise.all(ticketWorkers);
  };
  return {
    polling: Promise.all(polling),
    stopTickets,
    async stopAll() {
      stages.abort();
      await Promise.all([stopTickets(), stageWorker]);
    },
  };
}
