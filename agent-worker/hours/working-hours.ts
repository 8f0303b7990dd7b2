import type { Logger } from 'pino';
import { activityOf, type HoursFacts } from '../../workflows/domain/working-hours/activity.ts';
import { describeRule } from '../../workflows/domain/working-hours/describe-activity.ts';
import type { Schedule } from '../../workflows/domain/working-hours/schedule.ts';
import { viewHours } from '../../workflows/domain/working-hours/view-hours.ts';

/** A clock that jumps, after the sleep of a machine say, is noticed within that time. */
const LOOK_EVERY_MS = 1_000;

/** When this agent takes tasks from which of its queues. */
export interface WorkingHours {
  isOpen(queue: string): boolean;
  /** Resolves as soon as tasks may be taken from the queue; rejects with the signal's reason. */
  whenOpen(queue: string, signal: AbortSignal): Promise<void>;
  /** What the server has said of the agent's runtime property and of the tags of its queues. */
  note(overrides: Pick<HoursFacts, 'forced' | 'forcedQueues'>): void;
  release(): void;
}

export interface WorkingHoursInput {
  schedule: Schedule | null;
  queues: { id: string; name: string }[];
  log: Logger;
  now?: (() => Date) | undefined;
}

/** Follows the clock and what the server says, and logs when that opens or closes a queue. */
export function keepWorkingHours({ schedule, queues, log, now = () => new Date() }: WorkingHoursInput): WorkingHours {
  let facts: HoursFacts = { schedule, forced: null, forcedQueues: {} };
  const waiting = new Set<() => void>();
  const lastSaid = new Map<string, string>();

  const isOpen = (queue: string) => activityOf(facts, queue, now()).active;
  function look(): void {
    for (const queue of queues) sayWhatIsNew(queue);
    for (const wake of waiting) wake();
  }
  function sayWhatIsNew({ id, name }: { id: string; name: string }): void {
    const activity = activityOf(facts, id, now());
    const words = `${activity.active ? 'takes' : 'takes no'} tasks: ${describeRule(activity, facts)}`;
    const before = lastSaid.get(id);
    lastSaid.set(id, words);
    if (words === before || (before === undefined && activity.rule === 'always')) return;
    const { changesOn } = viewHours(facts, id, now());
    log.info(`queue ${name}: ${words}${changesOn ? `, until ${changesOn}` : ''}`);
  }

  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    isOpen,
    whenOpen: (queue, signal) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void) => {
          waiting.delete(wake);
          signal.removeEventListener('abort', abort);
          settle();
        };
        const wake = () => isOpen(queue) && end(resolve);
        const abort = () => end(() => reject(signal.reason));
        if (signal.aborted) return reject(signal.reason);
        if (isOpen(queue)) return resolve();
        waiting.add(wake);
        signal.addEventListener('abort', abort);
      }),
    note(overrides) {
      facts = { schedule, ...overrides };
      look();
    },
    release: () => clearInterval(timer),
  };
}
