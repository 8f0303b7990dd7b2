import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ApiError } from '../../sdk/http-client.ts';
import type { MachineStats, RegisterAgentResponse } from '../../workflows/contracts/agent-api.ts';
import type { WorkingHours } from '../hours/working-hours.ts';
import type { RunRegistry } from '../runs/run-registry.ts';
import type { AgentServer } from './agent-server.ts';
import type { Registration } from './registration.ts';

const INTERVAL_MS = 10_000;

type QueueName = RegisterAgentResponse['queues'][number];

export interface HeartbeatInput {
  server: AgentServer;
  registration: Registration;
  /** Those that the agent serves. */
  queues: QueueName[];
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

/** A queue that was deleted is there again under its name, and the agent is entered for it. */
export class QueuesChangedError extends Error {
  override name = 'QueuesChangedError';
  readonly queues: QueueName[];

  constructor(queues: QueueName[]) {
    super('a queue was made anew');
    this.queues = queues;
  }
}

/**
 * Says every 10 s that the agent and its runs are alive, and gives up the runs that are no longer its own. Ends with
 * `signal`; throws TakenOverError when the agent cannot go on under its worker id, and QueuesChangedError when it cannot
 * go on with its queues.
 */
export async function keepHeartbeats(input: HeartbeatInput): Promise<void> {
  const { signal } = input;
  let missed = new Set<string>();
  // The first one tells at once which runs were found on disk.
  for (let stats: MachineStats | null = null; !signal.aborted; stats = await readOrNull(input)) {
    const gone = await beat(input, stats);
    for (const queue of gone.filter((id) => !missed.has(id))) warnOfGone(input, queue);
    missed = new Set(gone);
    if (gone.length > 0) await lookForQueues(input);
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
}

const readOrNull = ({ readStats, log }: HeartbeatInput): Promise<MachineStats | null> =>
  readStats().catch((error: Error) => {
    log.debug(`machine statistics: ${error.message}`);
    return null;
  });

/** Answers which of the agent's queues were deleted. */
async function beat(input: HeartbeatInput, machineStats: MachineStats | null): Promise<string[]> {
  const { server, registration, registry, isDraining, hours, log } = input;
  const { worker, instance } = registration.folder;
  try {
    const facts = { instance, runs: registry.refs(), draining: isDraining(), machineStats };
    const { revoked, overrides, goneQueues = [] } = await server.heartbeat(worker, facts);
    if (overrides) hours.note(overrides);
    for (const run of revoked)
      registry
        .revoke(run, 'it is no longer this agent’s')
        .catch((error: Error) => log.error(`a run that was revoked: ${error.message}`));
    return goneQueues;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 409)) await registerAgain(input, error);
    else log.warn(`heartbeat: ${(error as Error).message}`);
    return [];
  }
}

function warnOfGone({ queues, log }: HeartbeatInput, gone: string): void {
  const name = queues.find(({ id }) => id === gone)?.name ?? gone;
  log.warn(`queue ${name} was deleted: it is served again as soon as there is one of that name`);
}

/** Somebody has deleted the queue: it is for people to make it again, whatever the agent may do at its start. */
async function lookForQueues({ registration, signal, log }: HeartbeatInput): Promise<void> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(INTERVAL_MS)]);
  const answer = await registration.renew(until, { createQueues: false }).catch((error: Error) => {
    log.debug(`looking for deleted queues: ${error.message}`);
  });
  if (answer) throw new QueuesChangedError(answer.queues);
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
