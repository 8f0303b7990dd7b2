import { readLog } from './log-file.ts';
import { poll } from './poll.ts';

/** What a check of readiness may look at. */
export interface ReadinessContext {
  logFile: string;
  /** Where in the log this run of the service begins. */
  logStart: number;
  /** Aborted when the service ended or its time is up. */
  signal: AbortSignal;
}

export type ReadinessCheck = (context: ReadinessContext) => Promise<void>;

/** Ready when a line of the log has this in it. */
export const whenLogSays =
  (text: string): ReadinessCheck =>
  async ({ logFile, logStart, signal }) => {
    await poll(() => readLog(logFile, logStart).includes(text), { signal });
  };

/** Ready when an address answers with success. */
export const whenAnswering =
  (url: string): ReadinessCheck =>
  async ({ signal }) => {
    await poll(() => answers(url, signal), { signal });
  };

/** Whether a GET of this address succeeds within two seconds. */
export async function answers(url: string, signal?: AbortSignal): Promise<boolean> {
  const timeout = AbortSignal.timeout(2_000);
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
