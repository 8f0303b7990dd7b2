import type { Logger } from 'pino';
import { createClient } from '../sdk/http-client.ts';
import type { RegisterAgentResponse } from '../workflows/contracts/agent-api.ts';
import { type AgentParts, assembleAgent } from './assemble-agent.ts';
import { dockerClient, requireEngine } from './containers/docker-client.ts';
import { keepWorkingHours } from './hours/working-hours.ts';
import { readMachineStats } from './machine/machine-stats.ts';
import type { AgentOptions } from './options/agent-options.ts';
import { ON_STOP, type OnStop } from './options/on-stop.ts';
import { type AgentServer, createAgentServer } from './server/agent-server.ts';
import { keepHeartbeats, QueuesChangedError } from './server/heartbeats.ts';
import { type Registration, registerAgent } from './server/registration.ts';
import { abandonRuns, leaveRuns, stopAgent } from './stop-agent.ts';

export interface AgentControl {
  /** Stops the agent; as the reason says, when it is one of `ON_STOP`, else as the options do. */
  signal: AbortSignal;
  /** Aborted when the agent should not wait any longer for runs to end. */
  hurry?: AbortSignal;
  log: Logger;
  /** The clock that working hours go by. */
  now?: () => Date;
  /** Shows the consoles of the runs, without secrets. */
  echo?: (text: string) => void;
  /** Called when the agent has its worker id. */
  onRegistered?: (worker: string) => void;
  /** Called when the agent polls for work. */
  onReady?: (agent: ReadyAgent) => void;
}

export interface ReadyAgent {
  worker: string;
  /** Names. */
  queues: string[];
  /** How many runs it holds. */
  running(): number;
}

/** Runs one agent until it is stopped. Throws when the server refuses it, or another agent has its worker id. */
export async function runAgent(options: AgentOptions, control: AgentControl): Promise<void> {
  const { signal, log } = control;
  if (options.containers) await requireEngine(dockerClient(options.env));
  const server = createAgentServer(createClient(options.connection), log);
  const registration = await registerAgent({ options, server, signal, log });
  try {
    control.onRegistered?.(registration.folder.worker);
    let queues: Queues | undefined = registration.answer.queues;
    while (queues) queues = await serveQueues({ options, control, server, registration, queues });
  } finally {
    registration.folder.release();
  }
}

type Queues = RegisterAgentResponse['queues'];

interface ServeInput {
  options: AgentOptions;
  control: AgentControl;
  server: AgentServer;
  registration: Registration;
  queues: Queues;
}

/** Serves these queues until the agent is stopped, or until there are others of the same names, which are answered. */
async function serveQueues({ options, control, server, registration, queues }: ServeInput): Promise<Queues | undefined> {
  const { signal, hurry, log, echo } = control;
  const { folder } = registration;
  const hours = keepWorkingHours({ schedule: options.schedule, queues, log, now: control.now });
  const parts = assembleAgent({ options, server, registration, queues, hours, echo, log });
  const ready: ReadyAgent = {
    worker: folder.worker,
    queues: queues.map(({ name }) => name),
    running: () => parts.registry.refs().length,
  };
  void parts.workers.polling.then(() => control.onReady?.(ready));

  const over = new AbortController();
  const heartbeats = keepHeartbeats({
    ...{ server, registration, queues, registry: parts.registry, signal: over.signal, log },
    readStats: () => readMachineStats(options.gpus.selection, options.env),
    isDraining: () => signal.aborted,
    hours,
  });
  try {
    const others = await untilStopped({ signal, heartbeats, parts });
    if (!others) await stopAgent(stopMode(signal.reason, options), { ...parts, server, folder, log, ...(hurry && { hurry }) });
    return others;
  } finally {
    over.abort();
    hours.release();
    await heartbeats.catch(() => undefined);
  }
}

/**
 * Answers the queues to go on with when those that are served are there no more; the runs are left to who serves them. Throws
 * when the heartbeats end otherwise, which is when the agent has lost its worker id and with it its runs.
 */
async function untilStopped(input: {
  signal: AbortSignal;
  heartbeats: Promise<void>;
  parts: AgentParts;
}): Promise<Queues | undefined> {
  const { signal, heartbeats, parts } = input;
  try {
    await Promise.race([aborted(signal), heartbeats]);
    parts.gate.close();
    return undefined;
  } catch (error) {
    parts.gate.close();
    if (error instanceof QueuesChangedError) {
      await leaveRuns(parts, error.message);
      return error.queues;
    }
    await abandonRuns(parts, (error as Error).message);
    throw error;
  }
}

const stopMode = (reason: unknown, { onStop }: AgentOptions): OnStop => ON_STOP.find((mode) => mode === reason) ?? onStop;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
