import type { Logger } from 'pino';
import { createClient } from '../sdk/http-client.ts';
import { type AgentParts, assembleAgent } from './assemble-agent.ts';
import { dockerClient, requireEngine } from './containers/docker-client.ts';
import { keepWorkingHours } from './hours/working-hours.ts';
import { readMachineStats } from './machine/machine-stats.ts';
import type { AgentOptions } from './options/agent-options.ts';
import { ON_STOP, type OnStop } from './options/on-stop.ts';
import { createAgentServer } from './server/agent-server.ts';
import { keepHeartbeats } from './server/heartbeats.ts';
import { registerAgent } from './server/registration.ts';
import { abandonRuns, stopAgent } from './stop-agent.ts';

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
  const { signal, hurry, log, echo } = control;
  if (options.containers) await requireEngine(dockerClient(options.env));
  const server = createAgentServer(createClient(options.connection), log);
  const registration = await registerAgent({ options, server, signal, log });
  const { folder, answer } = registration;
  control.onRegistered?.(folder.worker);
  const hours = keepWorkingHours({ schedule: options.schedule, queues: answer.queues, log, now: control.now });
  const parts = assembleAgent({ options, server, registration, hours, echo, log });
  const ready: ReadyAgent = {
    worker: folder.worker,
    queues: answer.queues.map(({ name }) => name),
    running: () => parts.registry.refs().length,
  };
  void parts.workers.polling.then(() => control.onReady?.(ready));

  const over = new AbortController();
  const heartbeats = keepHeartbeats({
    ...{ server, registration, registry: parts.registry, signal: over.signal, log },
    readStats: () => readMachineStats(options.gpus.selection, options.env),
    isDraining: () => signal.aborted,
    hours,
  });
  try {
    await untilStopped({ signal, heartbeats, parts });
    await stopAgent(stopMode(signal.reason, options), { ...parts, server, folder, log, ...(hurry && { hurry }) });
  } finally {
    over.abort();
    hours.release();
    await heartbeats.catch(() => undefined);
    folder.release();
  }
}

/** Throws when the heartbeats end, which is when the agent has lost its worker id and with it its runs. */
async function untilStopped(input: { signal: AbortSignal; heartbeats: Promise<void>; parts: AgentParts }): Promise<void> {
  const { signal, heartbeats, parts } = input;
  try {
    await Promise.race([aborted(signal), heartbeats]);
    parts.gate.close();
  } catch (error) {
    parts.gate.close();
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
