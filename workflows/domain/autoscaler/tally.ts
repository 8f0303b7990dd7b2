import { addSpend, hourOf, NOTHING } from './budget.ts';
import type { MachineFacts, Spend } from './snapshot.ts';

/** A machine as far as maximums and budgets count it. */
type Counted = Pick<MachineFacts, 'queue' | 'resource' | 'hourlyPrice'>;

/** Counts machines by what is limited, and the budget that is reserved for them: an hour of each. */
export class Tally {
  all = 0;
  reserved: Spend = NOTHING;
  readonly #byResource = new Map<string, number>();
  readonly #byPair = new Map<string, number>();

  constructor(machines: readonly Counted[]) {
    for (const machine of machines) this.add(machine);
  }

  add({ queue, resource, hourlyPrice }: Counted): void {
    this.all += 1;
    this.reserved = addSpend(this.reserved, hourOf(hourlyPrice));
    this.#byResource.set(resource, this.ofResource(resource) + 1);
    this.#byPair.set(pairOf(queue, resource), this.ofPair(queue, resource) + 1);
  }

  ofResource(resource: string): number {
    return this.#byResource.get(resource) ?? 0;
  }

  ofPair(queue: string, resource: string): number {
    return this.#byPair.get(pairOf(queue, resource)) ?? 0;
  }
}

const pairOf = (queue: string, resource: string): string => JSON.stringify([queue, resource]);
