import { isOpenAt, nextChange, type Schedule } from './schedule.ts';

export type OnOff = 'on' | 'off';

/** What decides whether an agent takes tasks, as the stock agent has it. What stands first wins. */
export const ACTIVITY_RULES = ['queueTag', 'runtimeProperty', 'schedule', 'always'] as const;
export type ActivityRule = (typeof ACTIVITY_RULES)[number];

/** Tags of a queue that force every agent of it on or off; with both it is off. */
export const QUEUE_TAG = { on: 'force_workers:on', off: 'force_workers:off' } as const;

/** What the tags of a queue say to its agents. */
export function forcedByTags(tags: string[]): OnOff | null {
  if (tags.includes(QUEUE_TAG.off)) return 'off';
  return tags.includes(QUEUE_TAG.on) ? 'on' : null;
}

/** The property of an agent, with the value `on` or `off`, that forces it. */
export const FORCE_PROPERTY = 'force';

/** Everything but the clock that says whether an agent takes tasks. */
export interface HoursFacts {
  schedule: Schedule | null;
  /** The runtime property; `expires` as ISO 8601, null for one that stays. */
  forced: { value: OnOff; expires: string | null } | null;
  /** By queue id, for those of the agent's queues that have a tag. */
  forcedQueues: Record<string, OnOff>;
}

export interface Activity {
  /** Takes tasks from the queue. */
  active: boolean;
  rule: ActivityRule;
}

/** Whether an agent takes tasks from a queue at that moment, and by which rule. */
export function activityOf({ schedule, forced, forcedQueues }: HoursFacts, queue: string, now: Date): Activity {
  const tag = forcedQueues[queue];
  if (tag) return { active: tag === 'on', rule: 'queueTag' };
  if (forced && !hasExpired(forced, now)) return { active: forced.value === 'on', rule: 'runtimeProperty' };
  if (schedule) return { active: isOpenAt(schedule, now), rule: 'schedule' };
  return { active: true, rule: 'always' };
}

/** When that turns into the opposite by time alone; null when it does not. */
export function nextActivityChange(facts: HoursFacts, queue: string, now: Date): Date | null {
  const { active, rule } = activityOf(facts, queue, now);
  const { schedule, forced } = facts;
  if (rule === 'schedule') return nextChange(schedule!, now);
  if (rule !== 'runtimeProperty' || forced?.expires == null) return null;
  // From then on the schedule decides, which may say the same.
  const expires = new Date(forced.expires);
  const activeThen = schedule === null || isOpenAt(schedule, expires);
  return activeThen === active ? schedule && nextChange(schedule, expires) : expires;
}

const hasExpired = ({ expires }: { expires: string | null }, now: Date): boolean => expires !== null && new Date(expires) <= now;
