import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';
import type { WorkingHours } from '../hours/working-hours.ts';
import type { Slot, SlotGate } from './slot-gate.ts';

export interface GatedSlotSupplierInput {
  gate: SlotGate;
  hours: Pick<WorkingHours, 'isOpen' | 'whenOpen'>;
  queueId: string;
}

/**
 * Keeps a worker from polling for tickets of a queue while every slot for a run is taken, or no tasks may be taken from that
 * queue. A permit is only the right to ask: the slot itself is taken at the claim, since one free slot lets several queues be polled.
 */
export function gatedSlotSupplier({ gate, hours, queueId }: GatedSlotSupplierInput): CustomSlotSupplier<ActivitySlotInfo> {
  const asking = new Map<SlotPermit, Slot>();
  return {
    type: 'custom',
    async reserveSlot(_context, signal) {
      do {
        await hours.whenOpen(queueId, signal);
        await gate.whenFree(signal);
      } while (!hours.isOpen(queueId));
      return {};
    },
    tryReserveSlot: () => (gate.free > 0 && hours.isOpen(queueId) ? {} : null),
    markSlotUsed({ permit }) {
      asking.set(permit, gate.ask());
    },
    releaseSlot({ permit }) {
      asking.get(permit)?.release();
      asking.delete(permit);
    },
  };
}
