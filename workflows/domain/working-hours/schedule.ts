import { isTimeZone, wallClock } from '../wall-clock.ts';
import { DAYS, HOURS_OF_WEEK, type HourOfWeek, parseSpan } from './span.ts';

/** When an agent takes tasks: in the spans of an uptime, outside of those of a downtime. */
export interface Schedule {
  kind: 'uptime' | 'downtime';
  /** As people write them, `"17-20 TUE"`. */
  spans: string[];
  /** IANA name of the zone in which the spans are meant. */
  timezone: string;
}

/**
 * Makes sure that a schedule can be followed.
 * @throws Error that quotes what is wrong and says what is allowed
 */
export function checkSchedule({ spans, timezone }: Schedule): void {
  if (spans.length === 0) throw new Error('no time span is given');
  for (const span of spans) parseSpan(span);
  checkTimeZone(timezone);
}

/** @throws Error that quotes the name and says what is allowed */
export function checkTimeZone(name: string): void {
  if (!isTimeZone(name)) throw new Error(`"${name}" is no time zone; expected a name such as Europe/Berlin or UTC`);
}

/** `uptime 17-20 TUE, 13-22 WED in Europe/Berlin` */
export const describeSchedule = ({ kind, spans, timezone }: Schedule): string => `${kind} ${spans.join(', ')} in ${timezone}`;

/** Whether an agent with this schedule takes tasks at that moment. */
export function isOpenAt(schedule: Schedule, at: Date): boolean {
  return openHours(schedule).has(clockAt(schedule.timezone, at).hourOfWeek);
}

const MINUTE_MS = 60_000;
/** The hours of a week, and of a day for clocks that are put forward or back within it. */
const HOURS_AHEAD = HOURS_OF_WEEK + 24;

/** The first moment after `after` at which the schedule opens or closes; null for one that never does. */
export function nextChange(schedule: Schedule, after: Date): Date | null {
  const hours = openHours(schedule);
  if (hours.size === 0 || hours.size === HOURS_OF_WEEK) return null;
  const clock = (at: Date) => clockAt(schedule.timezone, at);
  const open = hours.has(clock(after).hourOfWeek);
  let at = after;
  for (let hour = 0; hour < HOURS_AHEAD; hour++) {
    // To the next full hour on the wall: clocks are put forward and back at full hours, if not always by one.
    const minutes = Math.floor(at.getTime() / MINUTE_MS) + 60 - clock(at).minute;
    at = new Date(minutes * MINUTE_MS);
    if (hours.has(clock(at).hourOfWeek) !== open) return at;
  }
  return null;
}

function openHours({ kind, spans }: Schedule): Set<HourOfWeek> {
  const named = new Set(spans.flatMap(parseSpan));
  if (kind === 'uptime') return named;
  return new Set(Array.from({ length: HOURS_OF_WEEK }, (_, hour) => hour).filter((hour) => !named.has(hour)));
}

function clockAt(timeZone: string, at: Date): { hourOfWeek: HourOfWeek; minute: number } {
  const { weekday, hour, minute } = wallClock(timeZone, at);
  return { hourOfWeek: DAYS.indexOf(weekday.toUpperCase()) * 24 + Number(hour), minute: Number(minute) };
}
