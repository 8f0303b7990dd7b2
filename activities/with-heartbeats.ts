import { Context } from '@temporalio/activity';

const HEARTBEAT_MS = 5_000;

/** Lets Temporal know that this process lives, however long the work takes. */
export async function beating<T>(work: Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work;
  } finally {
    clearInterval(beat);
  }
}

/** The same activities, each of which beats while it works. */
export function withHeartbeats<T extends { [name in keyof T]: (input: never) => Promise<unknown> }>(activities: T): T {
  const entries = Object.entries(activities) as [string, (input: never) => Promise<unknown>][];
  return Object.fromEntries(entries.map(([name, activity]) => [name, (input: never) => beating(activity(input))])) as T;
}
