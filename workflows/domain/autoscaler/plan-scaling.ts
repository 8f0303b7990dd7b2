import { budgetLeft, isUsedUp } from './budget.ts';
import { nextLook } from './next-look.ts';
import type { PlannedEnd, ScalerPlan } from './plan.ts';
import { planEnds } from './plan-ends.ts';
import { planLaunches } from './plan-launches.ts';
import type { MachineFacts, ScalerSnapshot } from './snapshot.ts';

/**
 * What a scaler should do now. Pure: the same snapshot, clock included, gives the same plan.
 *
 * Holds whatever happened before: no maximum is passed (machines that are still ending count), no machine is ended at its work but for
 * the reasons that say so (`requested`, `stopping`, `silent`, `budget`), and with nothing new the plan becomes empty.
 */
export function planScaling(snapshot: ScalerSnapshot): ScalerPlan {
  const end = planEnds(snapshot);
  const drain = machinesToDrain(snapshot, end);
  const { launch, notes } = planLaunches(snapshot, { end, drain: new Set(drain) });
  return { launch, end, drain, notes: [...budgetNotes(snapshot), ...notes], nextLookMs: nextLook(snapshot) };
}

/** Machines that finish their task and take no other. */
function machinesToDrain(snapshot: ScalerSnapshot, end: PlannedEnd[]): string[] {
  const ending = new Set(end.map(({ machine }) => machine));
  const all = snapshot.mode === 'draining' || isUsedUp(snapshot);
  const drains = ({ id, state, interrupted }: MachineFacts) => state !== 'ending' && !ending.has(id) && (all || interrupted);
  return snapshot.machines.filter(drains).map(({ id }) => id);
}

function budgetNotes(snapshot: ScalerSnapshot): ScalerPlan['notes'] {
  if (!isUsedUp(snapshot)) return [];
  const { hours, cost } = snapshot.spentToday;
  const text = `the budget of today is used up (${hours.toFixed(2)} hours, ${cost.toFixed(2)} dollars); left: ${budgetLeft(snapshot)}`;
  return [{ queue: null, resource: null, text }];
}
