import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketOutcome } from '../../workflows/contracts/agent-activities.ts';
import type { ClaimResponse } from '../../workflows/contracts/agent-api.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import type { QueueOrder } from './queue-order.ts';
import type { Slot, SlotGate } from './slot-gate.ts';

/** After a claim that found no server, so that tickets do not turn in a circle. */
const PAUSE_MS = 1_000;

export interface TicketTaker {
  gate: SlotGate;
  order: QueueOrder;
  claim(queues: string[]): Promise<ClaimResponse>;
  /** Keeps the run and its slot until the run is over. */
  hold(run: RunRef, slot: Slot): void;
}

/** Answers a ticket of the given queue. One at a time: two at once would claim in an order of chance. */
export function createTicketTaker({ gate, order, claim, hold }: TicketTaker): (queue: string) => Promise<TicketOutcome> {
  async function take(queue: string): Promise<TicketOutcome> {
    const slot = gate.tryTake();
    if (!slot) return 'declined';
    try {
      const { claim: claimed } = await claim(order.next());
      if (!claimed) {
        slot.release();
        return 'empty';
      }
      order.claimedFrom(claimed.queue);
      hold(claimed.run, slot);
      return claimed.queue === queue ? 'claimed' : 'claimedElsewhere';
    } catch (error) {
      slot.release();
      await sleep(PAUSE_MS);
      throw error;
    }
  }

  let last: Promise<unknown> = Promise.resolve();
  return (queue) => {
    const mine = last.then(() => take(queue));
    last = mine.catch(() => undefined);
    return mine;
  };
}
