import { isUsedUp, msUntilUsedUp } from './budget.ts';
import { SILENT_MS } from './plan-ends.ts';
import type { MachineFacts, ScalerSnapshot } from './snapshot.ts';

/** While there are machines: that one has become idle, or fell silent, is only seen by looking. */
const WITH_MACHINES_MS = 15_000;
const SOONEST_MS = 1000;

/** Milliseconds until a limit in time is reached, at most the polling interval. */
export function nextLook(snapshot: ScalerSnapshot): number {
  const { now, policy, machines, backoffs } = snapshot;
  const moments = [
    now + policy.pollingMs,
    ...(machines.length > 0 ? [now + WITH_MACHINES_MS] : []),
    ...machines.map((machine) => deadline(snapshot, machine)),
    ...Object.values(backoffs).map(({ until }) => until),
    ...(isUsedUp(snapshot) ? [] : [now + msUntilUsedUp(snapshot)]),
  ];
  const next = Math.min(...moments.filter((moment) => moment > now));
  return Math.max(SOONEST_MS, next - now);
}

function deadline({ policy }: ScalerSnapshot, { state, since, created }: MachineFacts): number {
  if (state === 'launching' || state === 'starting') return created + policy.maxSpinUpMs;
  if (state === 'idle') return since + policy.maxIdleMs;
  if (state === 'silent') return since + SILENT_MS;
  return Number.POSITIVE_INFINITY;
}
