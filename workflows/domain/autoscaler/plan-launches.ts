import { QUEUE_TAG } from '../working-hours/activity.ts';
import { budgetLeft, isAffordable, isUsedUp } from './budget.ts';
import type { PlanNote, PlannedEnd, PlannedLaunch } from './plan.ts';
import type { QueuePolicy } from './policy.ts';
import type { MachineFacts, ScalerSnapshot } from './snapshot.ts';
import { countTasks, fits, unserved } from './supply.ts';
import { Tally } from './tally.ts';

interface Rest {
  end: PlannedEnd[];
  drain: Set<string>;
}

/** Machines to launch, queue after queue, and why not more. */
export function planLaunches(snapshot: ScalerSnapshot, rest: Rest): { launch: PlannedLaunch[]; notes: PlanNote[] } {
  if (snapshot.mode !== 'running') return { launch: [], notes: modeNotes(snapshot) };
  if (isUsedUp(snapshot)) return { launch: [], notes: [] };
  const launcher = new Launcher(snapshot);
  for (const queue of snapshot.policy.queues) launcher.serve(queue, takers(snapshot, rest, queue.queue));
  return { launch: launcher.launches, notes: launcher.notes };
}

/** Machines of a queue that take its next tasks. */
function takers({ machines }: ScalerSnapshot, { end, drain }: Rest, queue: string): MachineFacts[] {
  const ending = new Set(end.map(({ machine }) => machine));
  const comes = ({ state }: MachineFacts) => state === 'launching' || state === 'starting' || state === 'idle';
  return machines.filter(
    (machine) => machine.queue === queue && comes(machine) && !ending.has(machine.id) && !drain.has(machine.id),
  );
}

class Launcher {
  readonly launches: PlannedLaunch[] = [];
  readonly notes: PlanNote[] = [];
  readonly #snapshot: ScalerSnapshot;
  /** Of the machines that exist and of those of this plan. */
  readonly #tally: Tally;

  constructor(snapshot: ScalerSnapshot) {
    this.#snapshot = snapshot;
    this.#tally = new Tally(snapshot.machines);
  }

  serve(queue: QueuePolicy, takers: MachineFacts[]): void {
    const { waiting, off, policy } = this.#snapshot;
    const own = waiting[queue.queue] ?? [];
    if (off.includes(queue.queue)) {
      this.#leaveOff(queue, countTasks(own));
      return;
    }
    const { tasks, spare } = unserved(own, { machines: takers, resources: policy.resources });
    const why = `${plural(countTasks(own), 'task')} of ${queue.queue}, ${plural(takers.length, 'machine')} free or on the way`;
    for (const { gpus, count } of tasks) this.#launch(queue, { gpus, count, why: `waiting: ${why}` });
    const missing = queue.warm - Math.max(0, spare);
    if (missing > 0)
      this.#launch(queue, { gpus: 0, count: missing, why: `warm pool of ${queue.queue}: ${queue.warm} kept ready` });
  }

  /** A machine that may take no task is of no use. */
  #leaveOff({ queue }: QueuePolicy, tasks: number): void {
    const text = `${plural(tasks, 'task')} waiting, but no machine may take one: tag ${QUEUE_TAG.off} of the queue`;
    if (tasks > 0) this.notes.push({ queue, resource: null, text });
  }

  #launch(queue: QueuePolicy, { gpus, count, why }: { gpus: number; count: number; why: string }): void {
    let left = count;
    const refusals: PlanNote[] = [];
    for (const { resource, max } of queue.resources) {
      const refuse = (text: string) => refusals.push({ queue: queue.queue, resource, text });
      const backoff = this.#snapshot.backoffs[resource];
      if (left === 0) break;
      if (!fits(this.#snapshot.policy.resources[resource], gpus)) refuse(`has fewer than ${plural(gpus, 'GPU')}`);
      else if (backoff && backoff.until > this.#snapshot.now)
        refuse(`refused by the cloud, next try ${new Date(backoff.until).toISOString()}: ${backoff.reason}`);
      else left -= this.#launchFrom(queue.queue, { resource, max, count: left, why }, refuse);
    }
    if (left > 0)
      this.notes.push(
        {
          queue: queue.queue,
          resource: null,
          text: `no machine for ${plural(left, 'task')}${gpus > 0 ? ` with ${plural(gpus, 'GPU')}` : ''}`,
        },
        ...refusals,
      );
  }

  /** Answers how many machines were planned. */
  #launchFrom(
    queue: string,
    { resource, max, count, why }: { resource: string; max: number; count: number; why: string },
    refuse: (text: string) => void,
  ): number {
    const price = this.#snapshot.policy.resources[resource]?.hourlyPrice ?? null;
    let planned = 0;
    while (planned < count) {
      const refusal = this.#refusal(queue, { resource, max, price });
      if (refusal !== null) {
        refuse(refusal);
        break;
      }
      planned += 1;
      this.#tally.add({ queue, resource, hourlyPrice: price });
    }
    if (planned > 0) this.launches.push({ queue, resource, count: planned, why });
    return planned;
  }

  /** Why not one more machine of this resource; null where there may be one. */
  #refusal(queue: string, { resource, max, price }: { resource: string; max: number; price: number | null }): string | null {
    const { policy } = this.#snapshot;
    const limits = [
      { what: `machines of ${resource} for this queue`, has: this.#tally.ofPair(queue, resource), max },
      { what: `machines of ${resource}`, has: this.#tally.ofResource(resource), max: policy.resources[resource]?.max ?? null },
      { what: 'machines of the scaler', has: this.#tally.all, max: policy.maxMachines },
    ];
    const full = limits.find(({ has, max }) => max !== null && has >= max);
    if (full) return `${full.what}: ${full.max} of ${full.max}`;
    if (isAffordable(this.#snapshot, { reserved: this.#tally.reserved, price })) return null;
    return `the budget has not enough for one more hour of each machine (left: ${budgetLeft(this.#snapshot)})`;
  }
}

function modeNotes({ mode, waiting }: ScalerSnapshot): PlanNote[] {
  const total = countTasks(Object.values(waiting).flat());
  if (total === 0) return [];
  return [
    { queue: null, resource: null, text: `${plural(total, 'task')} waiting, but the scaler is ${mode}: nothing is launched` },
  ];
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
