import type { Logger } from 'pino';
import type { RunRef } from '../workflows/contracts/run.ts';
import type { OnStop } from './options/on-stop.ts';
import type { RunRegistry } from './runs/run-registry.ts';
import type { AgentServer } from './server/agent-server.ts';
import type { WorkerFolder } from './server/worker-folder.ts';
import type { AgentWorkers } from './temporal/start-workers.ts';

/** How long tasks that were asked to stop may take. */
const ABORT_MS = 60_000;

/** Somebody waits for the agent to end. */
const LAST_WORDS_MS = 3_000;

export interface StopInput {
  registry: RunRegistry;
  workers: AgentWorkers;
  server: AgentServer;
  folder: WorkerFolder;
  /** Ends the wait for runs. */
  hurry?: AbortSignal;
  log: Logger;
}

/** Ends an agent. Whatever happens to its runs, none of them is left to be taken for completed. */
export async function stopAgent(mode: OnStop, input: StopInput): Promise<void> {
  const { registry, workers, server, folder, log } = input;
  log.info({ runs: registry.refs().length }, `stopping: ${mode}`);
  if (mode === 'drain' || mode === 'abort') await endRuns(mode, input);
  if (mode === 'detach') return leaveRuns(input, 'the agent leaves its runs to its next process');
  await workers.stopAll();
  await Promise.all(registry.refs().map((run) => giveBack(run, input)));
  await server.unregister(folder.worker, folder.instance).catch((error: Error) => log.warn(`unregister: ${error.message}`));
}

/** Waits for the runs to end; those that are left afterwards are given back. */
async function endRuns(mode: 'drain' | 'abort', { registry, workers, server, hurry, log }: StopInput): Promise<void> {
  await workers.stopTickets();
  const patience = mode === 'abort' ? AbortSignal.timeout(ABORT_MS) : undefined;
  const signals = [patience, hurry].filter((signal) => signal !== undefined);
  if (mode === 'abort')
    await Promise.all(
      registry
        .refs()
        .map(({ taskId }) => server.stopTask(taskId).catch((error: Error) => log.warn(`task ${taskId}: ${error.message}`))),
    );
  await registry.whenEmpty(AbortSignal.any(signals)).catch(() => log.warn('not waiting any longer for the runs that are left'));
}

/** Told first, so that the end of the process is not taken for the end of the task. */
async function giveBack(run: RunRef, { registry, server, log }: StopInput): Promise<void> {
  await server.release(run).catch((error: Error) => log.warn(`giving back task ${run.taskId}: ${error.message}`));
  await registry.revoke(run, 'it was given back to its queue', LAST_WORDS_MS);
}

/** Leaves the runs as they are to who takes them over. */
export function leaveRuns({ registry, workers }: Pick<StopInput, 'registry' | 'workers'>, reason: string): Promise<void> {
  registry.letGo(reason);
  return workers.stopAll();
}

/** Ends what an agent has that can no longer speak for its runs. */
export async function abandonRuns({ registry, workers }: Pick<StopInput, 'registry' | 'workers'>, reason: string): Promise<void> {
  await workers.stopAll();
  await Promise.all(registry.refs().map((run) => registry.revoke(run, reason, 0)));
}
