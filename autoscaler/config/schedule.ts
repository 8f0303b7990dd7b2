import { wallClock } from '../../workflows/domain/wall-clock.ts';
import type { PerduraSection, WarmSchedule } from './scaler-configuration.ts';

/** Machines to keep ready at a moment: those of the first schedule that holds, else the standing ones. */
export function warmPoolAt(
  { schedules, warm_pool }: Pick<PerduraSection, 'schedules' | 'warm_pool'>,
  now: Date,
): Record<string, number> {
  return schedules.find((schedule) => holdsAt(schedule, now))?.warm_pool ?? warm_pool;
}

/** One that ends before it begins goes over midnight; its days are those on which it begins. */
function holdsAt({ days, from, to, timezone }: WarmSchedule, now: Date): boolean {
  const { day, time } = localTime(now, timezone);
  const overMidnight = to < from;
  const begunToday = days.includes(day) && time >= from && (overMidnight || time < to);
  const begunYesterday = overMidnight && days.includes((day + 6) % 7) && time < to;
  return begunToday || begunYesterday;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Day of the week and `HH:MM` as a clock in that time zone shows them. */
function localTime(now: Date, timeZone: string): { day: number; time: string } {
  const { weekday, hour, minute } = wallClock(timeZone, now);
  return { day: WEEKDAYS.indexOf(weekday), time: `${hour}:${minute}` };
}
