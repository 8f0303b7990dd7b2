import type { Logger } from 'pino';
import { createClient } from '../sdk/http-client.ts';
import { openEnvironmentCache } from './environment/environment-cache.ts';
import { readMachineStats } from './machine/machine-stats.ts';
import type { AgentOptions } from './options/agent-options.ts';
import { ON_STOP, type OnStop } from './options/on-stop.ts';
import { createRunRegistry } from './runs/run-registry.ts';
import { createAgentServer } from './server/agent-server.ts';
import { keepHeartbeats } from './server/heartbeats.ts';
import { registerAgent } from './server/registration.ts';
import { createQueueOrder } from './slots/queue-order.ts';
import { createSlotGate } from './slots/slot-gate.ts';
import { createTicketTaker } from './slots/take-ticket.ts';
import { createAgentActivities } from './stages/agent-activities.ts';
import { stopAgent } from './stop-agent.ts';
import { startWorkers } from './temporal/start-workers.ts';

export interface AgentControl {
  /** Stops the agent; as the reason says, when it is one of `ON_STOP`, else as the options do. */
  signal: AbortSignal;
  /** Aborted when the agent should not wait any longer for runs to end. */
  hurry?: AbortSignal;
  log: Logger;
  /** Shows the consoles of the runs, without secrets. */
  echo?: (text: string) => void;
  /** Called when the agent has its worker id. */
  onRegistered?: (worker: string) => void;
  /** Called when the agent polls for work. */
  onReady?: (agent: { worker: string; queues: string[] }) => void;
}

/** Runs one agent until it is stopped. Throws when the server refuses it, or another agent has its worker id. */
export async function runAgent(
  options: AgentOptions,
  { signal, hurry, log, echo, onRegistered, onReady }: AgentControl,
): Promise<void> {
  const server = createAgentServer(createClient(options.connection), log);
  const registration = await registerAgent({ options, server, signal, log });
  const { folder, answer } = registration;
  const { worker } = folder;
  onRegistered?.(worker);
  const queues = answer.queues.map(({ id }) => id);

  const gate = createSlotGate(options.slots);
  const environments = openEnvironmentCache(options.packages.cache);
  const registry = createRunRegistry({
    runsDir: folder.runsDir,
    gate,
    server,
    secrets: options.secrets,
    killGraceMs: options.killGraceMs,
    onEnd({ key, folder: { record } }) {
      const environment = record().environment?.key;
      if (environment) environments.release(environment, key);
    },
    echo,
    log,
  });
  registry.adopt();
  const takeTicket = createTicketTaker({
    gate,
    order: createQueueOrder(queues, { fair: options.orderFairness }),
    claim: (order) => server.claim(worker, { instance: folder.instance, queues: order }),
    hold: (run, slot) =>
      void registry
        .hold(run, slot)
        .spec()
        .catch(() => undefined),
  });
  const activities = createAgentActivities({ registry, server, options, worker, environments });
  const workers = startWorkers({
    temporal: answer.temporal,
    worker,
    queues,
    slots: options.slots,
    gate,
    activities,
    takeTicket,
    log,
  });

  const over = new AbortController();
  let draining = false;
  const heartbeats = keepHeartbeats({
    server,
    registration,
    registry,
    readStats: () => readMachineStats(options.gpus.selection, options.env),
    isDraining: () => draining,
    signal: over.signal,
    log,
  });
  void workers.polling.then(() => onReady?.({ worker, queues: answer.queues.map(({ name }) => name) }));

  await aborted(signal);
  draining = true;
  gate.close();
  await stopAgent(stopMode(signal.reason, options), { registry, workers, server, folder, log, ...(hurry && { hurry }) });
  over.abort();
  await heartbeats;
  folder.release();
}

const stopMode = (reason: unknown, { onStop }: AgentOptions): OnStop => ON_STOP.find((mode) => mode === reason) ?? onStop;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
