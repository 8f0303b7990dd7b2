import type { AutoscalerSummary } from '../../workflows/contracts/autoscaler-api.ts';
import type { Spend } from '../../workflows/domain/autoscaler/snapshot.ts';

/** `2 busy, 1 starting` */
export const machineCounts = ({ machines }: Pick<AutoscalerSummary, 'machines'>): string =>
  Object.entries(machines)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ') || 'none';

/** `3.2 h, 1.68 $`; less than an hour in minutes. */
export const spent = ({ hours, cost }: Spend): string => `${used(hours)}, ${dollars(cost)}`;

export const used = (hours: number): string => (hours < 1 ? `${Math.round(hours * 60)} min` : `${hours.toFixed(1)} h`);

export const dollars = (cost: number | null): string => (cost === null ? '-' : `${cost.toFixed(2)} $`);

/** What of a day's budget is used up; '' without a budget. */
export function budgetText({ budget, spentToday }: Pick<AutoscalerSummary, 'budget' | 'spentToday'>): string {
  const { hoursPerDay, costPerDay, atLimit } = budget;
  const parts = [
    ...(hoursPerDay === null ? [] : [`${used(spentToday.hours)} of ${hoursPerDay} h`]),
    ...(costPerDay === null ? [] : [`${spentToday.cost.toFixed(2)} of ${costPerDay} $`]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}; then machines ${atLimit === 'end' ? 'end' : 'finish what they run'}`;
}

/** How long ago a time is: `40 s`, `12 min`, `3.5 h`. */
export function age(at: string, now = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(at)) / 1000);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
