import type { ActivitySlotInfo, CustomSlotSupplier } from '@temporalio/worker';
import type { SlotGate } from './slot-gate.ts';

/**
 * Keeps a worker from polling for tickets while every slot for a run is taken. A permit is only the right to ask: the
 * slot itself is taken at the claim, since one free slot lets several queues be polled.
 */
export const gatedSlotSupplier = (gate: SlotGate): CustomSlotSupplier<ActivitySlotInfo> => ({
  type: 'custom',
  async reserveSlot(_context, signal) {
    await gate.whenFree(signal);
    return {};
  },
  tryReserveSlot: () => (gate.free > 0 ? {} : null),
  markSlotUsed: () => undefined,
  releaseSlot: () => undefined,
});
