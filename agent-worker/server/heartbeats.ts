import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ApiError } from '../../sdk/http-client.ts';
import type { MachineStats } from '../../workflows/contracts/agent-api.ts';
import type { WorkingHours } from '../hours/working-hours.ts';
import type { RunRegistry } from '../runs/run-registry.ts';
import type { AgentServer } from './agent-server.ts';
import type { Registration } from './registration.ts';

const INTERVAL_MS = 10_000;

export interface HeartbeatInput {
  server: AgentServer;
  registration: Registration;
  registry: RunRegistry;
  readStats(): Promise<MachineStats | null>;
  isDraining(): boolean;
  hours: WorkingHours;
  signal: AbortSignal;
  log: Logger;
}

/** Another agent has this one's worker id, and with it the task queue of its runs. */
export class TakenOverError extends Error {
  override name = 'TakenOverError';
}

/**
 * Says every 10 s that the agent and its runs are alive, and gives up the runs that are no longer its own. Ends with
 * `signal`; throws TakenOverError when the agent cannot go on under its worker id.
 */
export async function keepHeartbeats(input: HeartbeatInput): Promise<void> {
  const { signal } = input;
  // The first one tells at once which runs were found on disk.
  for (let stats: MachineStats | null = null; !signal.aborted; stats = await readOrNull(input)) {
    await beat(input, stats);
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

const readOrNull = ({ readStats, log }: HeartbeatInput): Promise<MachineStats | null> =>
  readStats().catch((error: Error) => {
    log.debug(`machine statistics: ${error.message}`);
    return null;
  });

async function beat(input: HeartbeatInput, machineStats: MachineStats | null): Promise<void> {
  const { server, registration, registry, isDraining, hours, log } = input;
  const { worker, instance } = registration.folder;
  try {
    const facts = { instance, runs: registry.refs(), draining: isDraining(), machineStats };
    const { revoked, overrides } = await server.heartbeat(worker, facts);
    if (overrides) hours.note(overrides);
    for (const run of revoked)
      registry
        .revoke(run, 'it is no longer this agent’s')
        .catch((error: Error) => log.error(`a run that was revoked: ${error.message}`));
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 409)) await registerAgain(input, error);
    else log.warn(`heartbeat: ${(error as Error).message}`);
  }
}

async function registerAgain({ registration, signal, log }: HeartbeatInput, reason: ApiError): Promise<void> {
  log.warn(`registering again: ${reason.message}`);
  try {
    await registration.renew(AbortSignal.any([signal, AbortSignal.timeout(INTERVAL_MS)]));
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof ApiError && error.status === 409) throw new TakenOverError(error.message);
    log.error(`registering again: ${(error as Error).message}`);
  }
}
