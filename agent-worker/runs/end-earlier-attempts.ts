import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import { killRun } from './kill-run.ts';
import { findMarkers } from './process-table.ts';

/**
 * Ends what earlier attempts of a task have left running on this machine: their agents are gone, and only they would do it. Such a process
 * holds memory, GPUs and locks, and the server takes nothing from it any more. Answers the numbers of those attempts.
 */
export async function endEarlierAttempts({ taskId, attempt }: RunRef, { graceMs }: { graceMs: number }): Promise<number[]> {
  if (attempt === 1) return [];
  const running = findMarkers();
  const earlier = Array.from({ length: attempt - 1 }, (_, index) => index + 1).filter((number) =>
    running.has(runKey({ taskId, attempt: number })),
  );
  await Promise.all(earlier.map((number) => killRun(runKey({ taskId, attempt: number }), { graceMs })));
  return earlier;
}
