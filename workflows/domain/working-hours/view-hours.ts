import { type Activity, activityOf, type HoursFacts, nextActivityChange } from './activity.ts';
import { describeMoment, describeRule } from './describe-activity.ts';

/** How it stands with an agent's working hours in one of its queues, for people. */
export interface HoursView extends Activity {
  /** The rule that decided, in words. */
  why: string;
  /** When this turns into the opposite by time alone. */
  changes: Date | null;
  /** The same by the agent's clock. */
  changesOn: string | null;
}

/** The same as JSON brings it to people. */
export type HoursText = Omit<HoursView, 'changes'>;

export function viewHours(facts: HoursFacts, queue: string, now: Date): HoursView {
  const activity = activityOf(facts, queue, now);
  const changes = nextActivityChange(facts, queue, now);
  return {
    ...activity,
    why: describeRule(activity, facts),
    changes,
    changesOn: changes && describeMoment(changes, facts.schedule?.timezone),
  };
}
