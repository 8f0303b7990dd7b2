import { Context } from '@temporalio/activity';
import type { HttpClient } from '../sdk/http-client.ts';
import { openConsole } from './console.ts';
import { toFailure } from './failures.ts';

/** Prints a line of this worker's own output. */
export type Say = (text: string) => void;

/** What a callback's context is made from. */
export interface ActivityPart {
  client: HttpClient;
  signal: AbortSignal;
  log(text: string): void;
}

interface WithinActivityInput {
  client: HttpClient;
  worker: string;
  say: Say;
  /** Id of the run or sweep. */
  run: string;
  /** Whose console the lines go to; null for the run's. */
  task: string | null;
  /** What stands before each line. */
  label: string;
}

const HEARTBEAT_MS = 5_000;

/** Does the work of one call: heartbeats while it takes, sees to the console, and says by the failure whether another try is of use. */
export async function withinActivity<T>(input: WithinActivityInput, work: (part: ActivityPart) => Promise<T>): Promise<T> {
  const { client, worker, say, run, label } = input;
  const activity = Context.current();
  const console = openConsole({
    client,
    worker,
    task: input.task ?? run,
    onLoss: ({ message }) => say(`${label}: lines are missing from the console: ${message}`),
  });
  const log = (text: string) => {
    say(`${label}: ${text}`);
    console.write(input.task ? text : `${label}: ${text}`);
  };
  const heartbeat = setInterval(() => activity.heartbeat(), heartbeatEvery(activity));
  try {
    return await unlessCancelled(activity, work({ client, signal: activity.cancellationSignal, log }));
  } catch (error) {
    const failure = toFailure(error, activity);
    log(error instanceof Error && failure !== error ? ownStack(error) : failure.message);
    throw failure;
  } finally {
    clearInterval(heartbeat);
    await console.close();
  }
}

/** What was thrown, and where in the user's own code. */
function ownStack({ stack, message }: Error): string {
  const lines = (stack ?? message).split('\n');
  const ours = lines.findIndex((line) => line.includes(import.meta.dirname));
  return (ours < 0 ? lines : lines.slice(0, ours)).join('\n');
}

const heartbeatEvery = ({ info }: Context): number =>
  Math.min(HEARTBEAT_MS, info.heartbeatTimeoutMs ? info.heartbeatTimeoutMs / 3 : HEARTBEAT_MS);

/** A callback that does not look at its signal is left behind. */
async function unlessCancelled<T>({ cancelled }: Context, work: Promise<T>): Promise<T> {
  return Promise.race([work, cancelled]);
}
