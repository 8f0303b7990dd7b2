import { isUsedUp } from './budget.ts';
import { minutes } from './minutes.ts';
import type { EndReason, PlannedEnd } from './plan.ts';
import type { MachineFacts, ScalerSnapshot } from './snapshot.ts';
import { fits } from './supply.ts';

/** A machine that is not heard of for this long is given up: its agent reports every few seconds. */
export const SILENT_MS = 30_000;

type Verdict = { reason: EndReason; why: string } | null;

/** Machines that are to be ended now. */
export function planEnds(snapshot: ScalerSnapshot): PlannedEnd[] {
  const candidates = snapshot.machines.filter(({ state }) => state !== 'ending');
  const kept = keptReady(snapshot, candidates);
  const usedUp = isUsedUp(snapshot);
  const own = candidates.flatMap((machine) => asEnd(machine, verdictOf(snapshot, machine, { kept, usedUp })));
  return [...own, ...surplus(snapshot, own)];
}

interface Standing {
  /** Machines of warm pools. */
  kept: Set<string>;
  /** The budget of today is used up. */
  usedUp: boolean;
}

function verdictOf(snapshot: ScalerSnapshot, machine: MachineFacts, { kept, usedUp }: Standing): Verdict {
  return (
    unconditional(snapshot, machine) ??
    (usedUp ? budget(snapshot, machine) : null) ??
    spinUp(snapshot, machine) ??
    idle(snapshot, machine, kept)
  );
}

function unconditional({ now, mode }: ScalerSnapshot, machine: MachineFacts): Verdict {
  if (machine.endRequested) return { reason: 'requested', why: 'somebody asked for its end' };
  if (mode === 'stopping') return { reason: 'stopping', why: 'the scaler is being stopped with all its machines' };
  if (machine.state === 'silent' && now - machine.since >= SILENT_MS)
    return { reason: 'silent', why: `its agent is not heard of for ${Math.round((now - machine.since) / 1000)} s` };
  if (machine.state === 'busy') return null;
  if (mode === 'draining') return { reason: 'draining', why: 'the scaler is draining and it has no task' };
  if (machine.interrupted) return { reason: 'interrupted', why: 'the cloud takes it back and it has no task' };
  return null;
}

function budget({ policy }: ScalerSnapshot, { state }: MachineFacts): Verdict {
  if (state === 'busy' && policy.budget.atLimit === 'drain') return null;
  return { reason: 'budget', why: 'the budget of today is used up' };
}

function spinUp({ now, policy }: ScalerSnapshot, { state, created }: MachineFacts): Verdict {
  if (state !== 'launching' && state !== 'starting') return null;
  if (now - created < policy.maxSpinUpMs) return null;
  return { reason: 'spin-up', why: `its agent has not joined within ${minutes(policy.maxSpinUpMs)}` };
}

function idle(snapshot: ScalerSnapshot, machine: MachineFacts, kept: Set<string>): Verdict {
  const { now, policy } = snapshot;
  if (machine.state !== 'idle' || now - machine.since < policy.maxIdleMs) return null;
  if (kept.has(machine.id) || hasWork(snapshot, machine)) return null;
  return { reason: 'idle', why: `it had no task for ${minutes(now - machine.since)} (limit ${minutes(policy.maxIdleMs)})` };
}

const hasWork = ({ waiting, off, policy }: ScalerSnapshot, { queue, resource }: MachineFacts): boolean =>
  !off.includes(queue) && (waiting[queue] ?? []).some(({ gpus, count }) => count > 0 && fits(policy.resources[resource], gpus));

/** The machines of the warm pools: of each queue those that were used last. */
function keptReady({ policy, off }: ScalerSnapshot, machines: MachineFacts[]): Set<string> {
  const idle = machines.filter(({ state, interrupted }) => state === 'idle' && !interrupted);
  return new Set(
    policy.queues
      .filter(({ queue }) => !off.includes(queue))
      .flatMap(({ queue, warm }) =>
        idle
          .filter((machine) => machine.queue === queue)
          .toSorted((a, b) => b.since - a.since)
          .slice(0, warm)
          .map(({ id }) => id),
      ),
  );
}

/** Where a maximum was lowered, or a queue or resource taken out: what has no task goes, the youngest first. */
function surplus(snapshot: ScalerSnapshot, ends: PlannedEnd[]): PlannedEnd[] {
  const { policy, machines } = snapshot;
  const gone = new Set(ends.map(({ machine }) => machine));
  const left = machines.filter(({ id, state }) => state !== 'ending' && !gone.has(id)).toSorted((a, b) => a.created - b.created);
  const over = new Map<string, string>();
  const limit = (group: MachineFacts[], max: number, what: string) => {
    const without = group.filter(({ id }) => !over.has(id));
    const free = without.filter(({ state }) => state !== 'busy' && state !== 'silent');
    for (const { id } of free.slice(Math.max(0, free.length - Math.max(0, without.length - max))))
      over.set(id, `${what} may be ${max}`);
  };
  for (const [key, group] of Map.groupBy(left, ({ queue, resource }) => JSON.stringify([queue, resource]))) {
    const [queue, resource] = JSON.parse(key) as [string, string];
    const pair = policy.queues.find((one) => one.queue === queue)?.resources.find((one) => one.resource === resource);
    limit(group, pair?.max ?? 0, `machines of ${resource} for the queue ${queue}`);
  }
  for (const [resource, group] of Map.groupBy(left, (machine) => machine.resource))
    limit(group, policy.resources[resource]?.max ?? Number.POSITIVE_INFINITY, `machines of ${resource}`);
  limit(left, policy.maxMachines ?? Number.POSITIVE_INFINITY, 'machines');
  return [...over].map(([machine, why]) => ({ machine, reason: 'surplus', why, requeue: false }));
}

const asEnd = ({ id, state }: MachineFacts, verdict: Verdict): PlannedEnd[] =>
  verdict ? [{ machine: id, ...verdict, requeue: state === 'busy' || state === 'silent' }] : [];
