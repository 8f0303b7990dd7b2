import { type Activity, FORCE_PROPERTY, type HoursFacts, QUEUE_TAG } from './activity.ts';
import { describeSchedule } from './schedule.ts';

/** The rule that decided, for people: `uptime 17-20 TUE in Europe/Berlin`. */
export function describeRule({ rule, active }: Activity, { schedule }: HoursFacts): string {
  switch (rule) {
    case 'queueTag':
      return `tag ${QUEUE_TAG[active ? 'on' : 'off']} of the queue`;
    case 'runtimeProperty':
      return `runtime property ${FORCE_PROPERTY}:${active ? 'on' : 'off'}`;
    case 'schedule':
      return describeSchedule(schedule!);
    case 'always':
      return 'no schedule';
  }
}

/** `Tue 2026-12-01 17:00 Europe/Berlin` */
export function describeMoment(at: Date, timeZone = 'UTC'): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const { weekday, year, month, day, hour, minute } = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return `${weekday} ${year}-${month}-${day} ${hour}:${minute} ${timeZone}`;
}
