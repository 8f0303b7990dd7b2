import { dirname } from 'node:path';
import type { Logger } from 'pino';
import type { RegisterAgentResponse } from '../workflows/contracts/agent-api.ts';
import { runKey } from '../workflows/contracts/run.ts';
import { createContainers } from './containers/containers.ts';
import { dockerClient } from './containers/docker-client.ts';
import { openEnvironmentCache } from './environment/environment-cache.ts';
import type { WorkingHours } from './hours/working-hours.ts';
import type { AgentOptions } from './options/agent-options.ts';
import { requireSpace } from './runs/disk-space.ts';
import { createRunRegistry, type RunRegistry } from './runs/run-registry.ts';
import type { AgentServer } from './server/agent-server.ts';
import type { Registration } from './server/registration.ts';
import { createClaims } from './slots/claims.ts';
import { createQueueOrder } from './slots/queue-order.ts';
import { createSlotGate, type SlotGate } from './slots/slot-gate.ts';
import { createAgentActivities } from './stages/agent-activities.ts';
import { type AgentWorkers, startWorkers } from './temporal/start-workers.ts';

export interface AssembleInput {
  options: AgentOptions;
  server: AgentServer;
  registration: Registration;
  queues: RegisterAgentResponse['queues'];
  hours: WorkingHours;
  /** Shows the consoles of the runs, without secrets. */
  echo?: ((text: string) => void) | undefined;
  log: Logger;
}

/** The parts of an agent at work. */
export interface AgentParts {
  gate: SlotGate;
  registry: RunRegistry;
  workers: AgentWorkers;
}

/** Takes over the runs that were left on disk, and begins to serve the agent's queues. */
export function assembleAgent({ options, server, registration, queues: named, hours, echo, log }: AssembleInput): AgentParts {
  const { folder, answer } = registration;
  const { worker, instance, runsDir } = folder;
  const { slots, secrets, killGraceMs } = options;
  const gate = createSlotGate(slots);
  const environments = openEnvironmentCache(options.packages.cache);
  const containers = createContainers(dockerClient(options.env));
  const registry = createRunRegistry({
    ...{ runsDir, gate, server, secrets, killGraceMs, containers, echo, log },
    onEnd({ key, folder: { record } }) {
      const environment = record().environment?.key;
      if (environment) environments.release(environment, key);
      void claims.takeNext();
    },
  });
  registry.adopt();
  if (options.containers) void containers.removeLeft(runsDir, () => registry.refs().map(runKey)).catch(noteLeft(log));

  const queues = named.map(({ id }) => id);
  const claims = createClaims({
    gate,
    order: createQueueOrder(queues, { fair: options.orderFairness }),
    isOpen: hours.isOpen,
    async claim(order) {
      requireSpace(dirname(runsDir), log);
      return server.claim(worker, { instance, queues: order });
    },
    // Asked for at once: the first stage is on its way.
    hold: (run, slot) => void registry.hold(run, slot).spec().catch(ignore),
  });
  const activities = createAgentActivities({
    ...{ registry, server, options, worker, environments, containers },
    claimsAnswered: claims.answered,
  });
  const workers = startWorkers({
    temporal: answer.temporal,
    worker,
    queues,
    slots,
    gate,
    hours,
    activities,
    takeTicket: claims.takeTicket,
    log,
  });
  return { gate, registry, workers };
}

const noteLeft = (log: Logger) => (error: Error) => log.warn(`containers of earlier runs may be left: ${error.message}`);

const ignore = (): void => undefined;
