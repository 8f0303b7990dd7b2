import { wallClock } from '../wall-clock.ts';
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
  const { weekday, date, hour, minute } = wallClock(timeZone, at);
  return `${weekday} ${date} ${hour}:${minute} ${timeZone}`;
}
