import { budgetLeft, isAffordable, isUsedUp } from './budget.ts';
import type { PlanNote, PlannedEnd, PlannedLaunch } from './plan.ts';
import type { QueuePolicy } from './policy.ts';
import type { MachineFacts, ScalerSnapshot } from './snapshot.ts';
import { fits, unserved } from './supply.ts';

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
  /** Machines of this plan. */
  readonly #planned: MachineFacts[] = [];

  constructor(snapshot: ScalerSnapshot) {
    this.#snapshot = snapshot;
  }

  serve(queue: QueuePolicy, takers: MachineFacts[]): void {
    const { waiting, policy } = this.#snapshot;
    const own = waiting[queue.queue] ?? [];
    const { tasks, spare } = unserved(own, { machines: takers, resources: policy.resources });
    const total = own.reduce((sum, { count }) => sum + count, 0);
    const why = `${plural(total, 'task')} of ${queue.queue}, ${plural(takers.length, 'machine')} free or on the way`;
    for (const { gpus, count } of tasks) this.#launch(queue, { gpus, count, why: `waiting: ${why}` });
    const missing = queue.warm - Math.max(0, spare);
    if (missing > 0)
      this.#launch(queue, { gpus: 0, count: missing, why: `warm pool of ${queue.queue}: ${queue.warm} kept ready` });
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
    const { policy, now } = this.#snapshot;
    const price = policy.resources[resource]?.hourlyPrice ?? null;
    const limits = this.#limits(queue, resource, max);
    let planned = 0;
    while (planned < count) {
      const full = limits.find(({ has, max }) => has() >= max);
      if (full) {
        refuse(`${full.what}: ${full.max} of ${full.max}`);
        break;
      }
      if (!isAffordable(this.#snapshot, { planned: this.#planned, price })) {
        refuse(`the budget has not enough for one more hour of each machine (left: ${budgetLeft(this.#snapshot)})`);
        break;
      }
      planned += 1;
      this.#planned.push({
        id: '',
        queue,
        resource,
        state: 'launching',
        created: now,
        since: now,
        hourlyPrice: price,
        interrupted: false,
        endRequested: false,
      });
    }
    if (planned > 0) this.launches.push({ queue, resource, count: planned, why });
    return planned;
  }

  #limits(queue: string, resource: string, max: number) {
    const { policy, machines } = this.#snapshot;
    const count = (which: (machine: MachineFacts) => boolean) => {
      const before = machines.filter(which).length;
      return () => before + this.#planned.filter(which).length;
    };
    return [
      {
        what: `machines of ${resource} for this queue`,
        has: count((one) => one.queue === queue && one.resource === resource),
        max,
      },
      {
        what: `machines of ${resource}`,
        has: count((one) => one.resource === resource),
        max: policy.resources[resource]?.max ?? Number.POSITIVE_INFINITY,
      },
      { what: 'machines of the scaler', has: count(() => true), max: policy.maxMachines ?? Number.POSITIVE_INFINITY },
    ];
  }
}

function modeNotes({ mode, waiting }: ScalerSnapshot): PlanNote[] {
  const total = Object.values(waiting)
    .flat()
    .reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  return [
    { queue: null, resource: null, text: `${plural(total, 'task')} waiting, but the scaler is ${mode}: nothing is launched` },
  ];
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
