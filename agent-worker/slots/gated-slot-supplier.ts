import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';
import type { Slot, SlotGate } from './slot-gate.ts';

/**
 * Keeps a worker from polling for tickets while every slot for a run is taken. A permit is only the right to ask: the
 * slot itself is taken at the claim, since one free slot lets several queues be polled.
 */
export function gatedSlotSupplier(gate: SlotGate): CustomSlotSupplier<ActivitySlotInfo> {
  const asking = new Map<SlotPermit, Slot>();
  return {
    type: 'custom',
    async reserveSlot(_context, signal) {
      await gate.whenFree(signal);
      return {};
    },
    tryReserveSlot: () => (gate.free > 0 ? {} : null),
    markSlotUsed({ permit }) {
      asking.set(permit, gate.ask());
    },
    releaseSlot({ permit }) {
      asking.get(permit)?.release();
      asking.delete(permit);
    },
  };
}
