import type { DataFolder } from './data-folder.ts';
import { endProcess } from './end-process.ts';
import { isRunning } from './process-identity.ts';
import { readState, type ServiceRecord } from './state-file.ts';

/** Milliseconds for each service that an earlier stack left behind. */
const GRACE_MS = 20_000;

/** The services that still run although the stack that started them does not. */
export const findLeftovers = (folder: DataFolder): ServiceRecord[] => (readState(folder)?.services ?? []).filter(isRunning);

/** Ends them in the reverse order of their start. Runs of tasks are no services: they go on. */
export async function endLeftovers(leftovers: ServiceRecord[]): Promise<void> {
  for (const service of leftovers.toReversed()) {
    await endProcess(service, { signal: service.stopSignal, graceMs: GRACE_MS });
  }
}
