import { type NativeConnection, Worker } from '@temporalio/worker';
import type { TicketActivities } from '../../workflows/contracts/agent-activities.ts';
import { ticketTaskQueue } from '../../workflows/contracts/names.ts';
import type { WorkingHours } from '../hours/working-hours.ts';
import { gatedSlotSupplier } from '../slots/gated-slot-supplier.ts';
import type { SlotGate } from '../slots/slot-gate.ts';

export interface TicketWorkerInput {
  connection: NativeConnection;
  namespace: string;
  queueId: string;
  /** Worker id of the agent. */
  worker: string;
  gate: SlotGate;
  hours: WorkingHours;
  activities: TicketActivities;
}

/** Polls for tickets of one queue, one at a time: more pollers would only take tickets from each other. */
export function createTicketWorker({
  connection,
  namespace,
  queueId,
  worker,
  gate,
  hours,
  activities,
}: TicketWorkerInput): Promise<Worker> {
  const unused = { type: 'fixed-size', numSlots: 1 } as const;
  return Worker.create({
    connection,
    namespace,
    taskQueue: ticketTaskQueue(queueId),
    identity: worker,
    activities,
    tuner: {
      workflowTaskSlotSupplier: unused,
      activityTaskSlotSupplier: gatedSlotSupplier({ gate, hours, queueId }),
      localActivityTaskSlotSupplier: unused,
      nexusTaskSlotSupplier: unused,
    },
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    shutdownForceTime: '15 seconds',
  });
}
