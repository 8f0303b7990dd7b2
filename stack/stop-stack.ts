import type { DataFolder } from './data-folder.ts';
import { endLeftovers, findLeftovers } from './leftovers.ts';
import { lockHolder } from './lock.ts';
import { poll } from './poll.ts';
import { isRunning, signalProcess } from './process-identity.ts';
import type { Progress } from './progress.ts';
import { removeState } from './state-file.ts';

const STOP_MS = 120_000;

/** Stops the stack on a data folder, or what a killed one left running; `nothing` when nothing ran. */
export async function stopStack(folder: DataFolder, progress: Progress): Promise<'stopped' | 'nothing'> {
  const holder = lockHolder(folder.lockFile);
  if (holder) {
    signalProcess(holder, 'SIGTERM');
    await progress.step('stopping', async () => {
      if (await poll(() => !isRunning(holder), { deadlineMs: STOP_MS, intervalMs: 50 })) return;
      throw new Error(`process ${holder.pid} has not stopped after ${STOP_MS / 1000} s: see ${folder.logs}`);
    });
    return 'stopped';
  }
  const leftovers = findLeftovers(folder);
  if (leftovers.length === 0) return 'nothing';
  await progress.step(`ending what was left running: ${leftovers.map(({ name }) => name).join(', ')}`, () =>
    endLeftovers(leftovers),
  );
  removeState(folder);
  return 'stopped';
}
