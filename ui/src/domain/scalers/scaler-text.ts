import type { AutoscalerSummary } from '../../../../workflows/contracts/autoscaler-api.ts';
import type { PlanNote } from '../../../../workflows/domain/autoscaler/plan.ts';
import { formatDateTime, formatHours, formatMoney } from '../format.ts';

type Spending = Pick<AutoscalerSummary, 'spentToday' | 'budget'>;

/** `$3.10 of $20.00`, with the hours where the budget is in hours. */
export function spendText({ spentToday, budget }: Spending): string {
  const money = ofLimit(formatMoney(spentToday.cost), budget.costPerDay === null ? null : formatMoney(budget.costPerDay));
  if (budget.hoursPerDay === null) return money;
  return `${ofLimit(formatHours(spentToday.hours), formatHours(budget.hoursPerDay))} · ${money}`;
}

const ofLimit = (used: string, limit: string | null): string => (limit === null ? used : `${used} of ${limit}`);

/** Tasks that wait in any of its queues. */
export const waitingTasks = ({ queues }: Pick<AutoscalerSummary, 'queues'>): number =>
  queues.reduce((sum, { waiting }) => sum + waiting, 0);

/** Where a note is about: `gpu_queue, aws4gpu`. */
export const noteSubject = ({ queue, resource }: PlanNote): string => [queue, resource].filter(Boolean).join(', ');

/** The most urgent thing to say of an autoscaler in one line; '' when all goes as it should. */
export function headline({ cloudError, notes }: Pick<AutoscalerSummary, 'cloudError' | 'notes'>): string {
  if (cloudError !== null) return cloudError;
  return withLocalTimes(notes.map((note) => note.text).join(' · '));
}

/** A text of the server with its times as clocks here show them. */
export const withLocalTimes = (text: string): string =>
  text.replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (time) => formatDateTime(new Date(time)));
