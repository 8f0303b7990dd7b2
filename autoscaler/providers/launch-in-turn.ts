import type { CloudMachine } from '../../workflows/contracts/cloud-machine.ts';
import type { CloudRefusalKind } from './provider.ts';

/** Where a machine may stand: a zone, or a network in one. */
export interface Place {
  name: string;
}

export interface Turn<P extends Place> {
  machine: string;
  /** In the order in which they are asked. */
  places: P[];
  launchAt(place: P): Promise<CloudMachine>;
  judge(error: unknown): Judgement;
}

export interface Judgement {
  /** Null: no refusal but a fault, upon which nobody knows whether the call took effect. */
  kind: CloudRefusalKind | null;
  /** Something of this place alone: another one may do. */
  elsewhere: boolean;
}

/** By machine: the place whose answer was lost. The machine may stand there, so it is asked before all others the next time. */
const unanswered = new Map<string, string>();

/**
 * Launches a machine at the first place that has room for it.
 * @throws what the places have said: a lack of capacity before anything else
 */
export async function launchInTurn<P extends Place>({ machine, places, launchAt, judge }: Turn<P>): Promise<CloudMachine> {
  const first = unanswered.get(machine);
  const refusals: unknown[] = [];
  for (const place of places.toSorted((a, b) => rank(a, first) - rank(b, first))) {
    unanswered.set(machine, place.name);
    try {
      const launched = await launchAt(place);
      unanswered.delete(machine);
      return launched;
    } catch (error) {
      const { kind, elsewhere } = judge(error);
      if (kind === null) throw error;
      unanswered.delete(machine);
      if (!elsewhere) throw error;
      refusals.push(error);
    }
  }
  throw refusals.find((refusal) => judge(refusal).kind === 'capacity') ?? refusals.at(-1);
}

const rank = (place: Place, first: string | undefined): number => (place.name === first ? 0 : 1);
