import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketOutcome } from '../../workflows/contracts/agent-activities.ts';
import type { ClaimResponse } from '../../workflows/contracts/agent-api.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import type { QueueOrder } from './queue-order.ts';
import type { Slot, SlotGate } from './slot-gate.ts';

/** After a claim that found no server, so that tickets do not turn in a circle. */
const PAUSE_MS = 1_000;

export interface ClaimsInput {
  gate: SlotGate;
  order: QueueOrder;
  /** Whether tasks may be taken from a queue now. */
  isOpen(queue: string): boolean;
  claim(queues: string[]): Promise<ClaimResponse>;
  /** Keeps the run and its slot until the run is over. */
  hold(run: RunRef, slot: Slot): void;
}

/** Makes the claims of one agent. One at a time: two at once would claim in an order of chance. */
export interface Claims {
  /** Answers a ticket of the given queue. */
  takeTicket(queue: string): Promise<TicketOutcome>;
  /**
   * Looks for the next run in the place of one that ends: call it right before that one's slot is given back. While a queue is
   * long, its runs follow each other without the way of a ticket through Temporal.
   */
  takeNext(): Promise<void>;
  /** Resolves when the claims at work have been answered. */
  answered(): Promise<void>;
}

export function createClaims({ gate, order, isOpen, claim, hold }: ClaimsInput): Claims {
  async function take(): Promise<{ queue: string } | { unfit: string[] } | 'declined'> {
    const queues = order.next().filter(isOpen);
    // A ticket may come that was asked for when there was still time.
    const slot = queues.length > 0 && gate.tryTake();
    if (!slot) return 'declined';
    try {
      const { claim: claimed, unfit = [] } = await claim(queues);
      if (!claimed) {
        slot.release();
        return { unfit };
      }
      order.claimedFrom(claimed.queue);
      hold(claimed.run, slot);
      return claimed;
    } catch (error) {
      slot.release();
      throw error;
    }
  }

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };

  return {
    takeTicket: (queue) =>
      inTurn(async () => {
        try {
          const taken = await take();
          if (taken === 'declined') return taken;
          if ('unfit' in taken) return taken.unfit.includes(queue) ? 'unfit' : 'empty';
          return taken.queue === queue ? 'claimed' : 'claimedElsewhere';
        } catch (error) {
          await sleep(PAUSE_MS);
          throw error;
        }
      }),
    async takeNext() {
      // The slot is not offered to tickets meanwhile, which would only be declined.
      const asking = gate.ask();
      try {
        await inTurn(take);
      } catch {
        // A server that is away is asked again by the next ticket.
      } finally {
        asking.release();
      }
    },
    async answered() {
      await last;
    },
  };
}
