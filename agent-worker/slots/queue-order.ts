/** The order in which an agent looks into its queues. */
export interface QueueOrder {
  /** Queue ids, the next to look into first. */
  next(): string[];
  /** Tells from which queue the last task came. */
  claimedFrom(queue: string): void;
}

/** Priority: always the first queue that has something. Fair: the queue after the one that was served last comes first. */
export function createQueueOrder(queues: string[], { fair }: { fair: boolean }): QueueOrder {
  let first = 0;
  return {
    next: () => [...queues.slice(first), ...queues.slice(0, first)],
    claimedFrom(queue) {
      if (fair) first = (queues.indexOf(queue) + 1) % queues.length;
    },
  };
}
