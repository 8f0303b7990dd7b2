import type { HoursText } from '../../workflows/domain/working-hours/view-hours.ts';

/** `queue default: on by uptime 17-20 TUE in UTC, until Tue 2026-12-01 20:00 UTC` */
export const describeHours = (queue: string, { active, why, changesOn }: HoursText): string =>
  `queue ${queue}: ${active ? 'on' : 'off'} by ${why}${changesOn ? `, until ${changesOn}` : ''}`;
