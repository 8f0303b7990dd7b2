import { say } from '../output.ts';
import { listenForStop } from '../stack/stop-signals.ts';

/** Does `work` with a signal that Ctrl-C and SIGTERM abort; once more ends the process at once. */
export async function untilStopped<T>(notice: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signals = listenForStop(() => say(notice));
  signals.kill.addEventListener('abort', () => process.exit(INTERRUPTED), { once: true });
  try {
    return await work(signals.stop);
  } finally {
    signals.release();
  }
}

/** What shells make of an interrupted command. */
export const INTERRUPTED = 130;
