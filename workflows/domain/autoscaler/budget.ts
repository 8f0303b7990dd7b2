import type { MachineFacts, ScalerSnapshot, Spend } from './snapshot.ts';

const HOUR_MS = 3_600_000;
/** Machines are ended this long before the budget would be used up: a look may come late, and ending takes a while. */
const MARGIN_MS = 120_000;

export const NOTHING: Spend = { hours: 0, cost: 0 };

/** A machine is only launched where the budget still has an hour for it and for every machine that exists. */
export const hourOf = (price: number | null): Spend => ({ hours: 1, cost: price ?? 0 });

export const addSpend = (a: Spend, b: Spend): Spend => ({ hours: a.hours + b.hours, cost: a.cost + b.cost });

/** What all machines that exist use up within a time. */
function runningSpend(machines: MachineFacts[], ms: number): Spend {
  const hours = ms / HOUR_MS;
  const rate = machines.reduce((sum, { hourlyPrice }) => sum + (hourlyPrice ?? 0), 0);
  return { hours: machines.length * hours, cost: rate * hours };
}

const within = ({ policy, spentToday }: ScalerSnapshot, more: Spend): boolean => {
  const { hoursPerDay, costPerDay } = policy.budget;
  return (
    (hoursPerDay === null || spentToday.hours + more.hours <= hoursPerDay) &&
    (costPerDay === null || spentToday.cost + more.cost <= costPerDay)
  );
};

/** So little is left that what runs would pass the budget before it could be ended. */
export const isUsedUp = (snapshot: ScalerSnapshot): boolean => !within(snapshot, runningSpend(snapshot.machines, MARGIN_MS));

/** Milliseconds until what runs has used the budget up; Infinity without a budget. */
export function msUntilUsedUp({ policy, spentToday, machines }: ScalerSnapshot): number {
  const { hoursPerDay, costPerDay } = policy.budget;
  const perHour = runningSpend(machines, HOUR_MS);
  const hoursLeft = (limit: number | null, spent: number, rate: number) =>
    limit === null || rate === 0 ? Number.POSITIVE_INFINITY : Math.max(0, limit - spent) / rate;
  const left = Math.min(
    hoursLeft(hoursPerDay, spentToday.hours, perHour.hours),
    hoursLeft(costPerDay, spentToday.cost, perHour.cost),
  );
  return Math.max(0, left * HOUR_MS - MARGIN_MS);
}

/** Whether one more machine at a price is within the budget, beside what is reserved. */
export function isAffordable(snapshot: ScalerSnapshot, { reserved, price }: { reserved: Spend; price: number | null }): boolean {
  const { hoursPerDay, costPerDay } = snapshot.policy.budget;
  if (hoursPerDay === null && costPerDay === null) return true;
  if (costPerDay !== null && price === null) return false;
  return within(snapshot, addSpend(reserved, hourOf(price)));
}

export function budgetLeft({ policy, spentToday }: ScalerSnapshot): string {
  const { hoursPerDay, costPerDay } = policy.budget;
  const parts = [
    hoursPerDay !== null && `${Math.max(0, hoursPerDay - spentToday.hours).toFixed(2)} of ${hoursPerDay} hours`,
    costPerDay !== null && `${Math.max(0, costPerDay - spentToday.cost).toFixed(2)} of ${costPerDay} dollars`,
  ];
  return parts.filter((part) => part !== false).join(', ') || 'no limit';
}
