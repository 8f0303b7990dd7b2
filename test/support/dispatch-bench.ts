import { TestWorkflowEnvironment } from '@temporalio/testing';
import { NativeConnection, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import type { Db } from '../../activities/db/orm.ts';
import { claimForAgent } from '../../activities/db/queues/claim.ts';
import { optunaFolder } from '../../activities/optuna/environment.ts';
import { createClaims } from '../../agent-worker/slots/claims.ts';
import { gatedSlotSupplier } from '../../agent-worker/slots/gated-slot-supplier.ts';
import { createQueueOrder } from '../../agent-worker/slots/queue-order.ts';
import { createSlotGate, type Slot, type SlotGate } from '../../agent-worker/slots/slot-gate.ts';
import { runOrchestrator } from '../../orchestrator/orchestrator.ts';
import type { AgentActivities, TicketOutcome } from '../../workflows/contracts/agent-activities.ts';
import { agentTaskQueue, ticketTaskQueue } from '../../workflows/contracts/names.ts';
import type { ExecuteOutcome, RunRef } from '../../workflows/contracts/run.ts';
import { createTestDatabase } from './postgres.ts';
import { startTestTemporal } from './temporal.ts';
import { exited } from './workflow-bench.ts';

/** The real orchestrator on a real database and a real Temporal server, with agents that only pretend to run code. */
export interface DispatchBench {
  db: Db;
  /** Of its database. */
  url: string;
  env: TestWorkflowEnvironment;
  startOrchestrator(): Promise<() => Promise<void>>;
  startAgent(options: PretendAgentOptions): Promise<PretendAgent>;
  /** Has something that was started beside it stopped before its servers are, at the latest. */
  stopAtRelease(stop: () => Promise<void>): void;
  release(): Promise<void>;
}

export interface PretendAgentOptions {
  worker: string;
  /** Queue ids in the order of priority. */
  queues: string[];
  /** Round robin in place of the order. */
  fair?: boolean;
  execute?: (run: RunRef) => Promise<ExecuteOutcome>;
}

export interface PretendAgent {
  /** Runs in the order in which they were claimed. */
  claimed: RunRef[];
  stop(): Promise<void>;
}

export interface DispatchBenchOptions {
  agentLostAfterMs?: number;
  stockLostAfterMs?: number;
  localLostAfterMs?: number;
  /** Dynamic configuration of the Temporal server. */
  temporalConfig?: Record<string, number>;
  /** Servers that run already, instead of the run's own Postgres and a Temporal development server. */
  servers?: { postgresUrl: string; temporalAddress: string };
}

export async function startDispatchBench({
  agentLostAfterMs = 30_000,
  stockLostAfterMs = 120_000,
  localLostAfterMs = 7_200_000,
  temporalConfig,
  servers,
}: DispatchBenchOptions = {}): Promise<DispatchBench> {
  const database = await createTestDatabase(servers?.postgresUrl);
  const env = await (servers
    ? TestWorkflowEnvironment.createFromExistingServer({ address: servers.temporalAddress })
    : startTestTemporal(temporalConfig));
  const stops: (() => Promise<void>)[] = [];
  return {
    db: database.db,
    url: database.url,
    env,
    async startOrchestrator() {
      const abort = new AbortController();
      const options = {
        databaseUrl: database.url,
        temporalAddress: env.address,
        temporalNamespace: 'default',
        agentLostAfterMs,
        stockLostAfterMs,
        localLostAfterMs,
        serverUrl: 'http://127.0.0.1:1',
        optunaDir: optunaFolder(process.env),
        logLevel: 'silent',
      };
      const ready = Promise.withResolvers<void>();
      const running = runOrchestrator(
        options,
        pino({ level: process.env.PERDURA_LOG_LEVEL ?? 'silent' }),
        abort.signal,
        ready.resolve,
      );
      await Promise.race([ready.promise, running]);
      const stop = async () => {
        abort.abort();
        await running;
      };
      stops.push(stop);
      return stop;
    },
    async startAgent(options) {
      const agent = await startPretendAgent(env, database.db, options);
      stops.unshift(agent.stop);
      return agent;
    },
    stopAtRelease: (stop) => void stops.unshift(stop),
    async release() {
      for (const stop of stops) await stop();
      await env.teardown();
      await database.release();
    },
  };
}

const ALWAYS_OPEN = { isOpen: () => true, whenOpen: async () => undefined };

async function startPretendAgent(
  env: TestWorkflowEnvironment,
  db: Db,
  { worker, queues, fair = false, execute }: PretendAgentOptions,
): Promise<PretendAgent> {
  // The SDK allows one worker of a task queue on a connection.
  const connection = await NativeConnection.connect({ address: env.address });
  const gate = createSlotGate(1);
  const claimed: RunRef[] = [];
  let held: Slot | undefined;
  const claims = createClaims({
    gate,
    order: createQueueOrder(queues, { fair }),
    isOpen: ALWAYS_OPEN.isOpen,
    claim: (order) => claimForAgent(db, { queues: order, worker }),
    hold(run, slot) {
      claimed.push(run);
      held = slot;
    },
  });
  const pretend = async () => {};
  const activities: AgentActivities = {
    container: pretend,
    setupScript: pretend,
    clone: pretend,
    diff: pretend,
    install: pretend,
    environment: async () => ({ ready: true }),
    execute: async (run) => (await execute?.(run)) ?? exited(0),
    async cleanUp() {
      void claims.takeNext();
      held?.release();
    },
  };
  const workers = await Promise.all([
    Worker.create({
      connection,
      taskQueue: agentTaskQueue(worker),
      activities: { ...activities },
      maxHeartbeatThrottleInterval: 200,
      defaultHeartbeatThrottleInterval: 200,
    }),
    ...queues.map((queue) => createTicketWorker(connection, queue, gate, claims.takeTicket)),
  ]);
  const running = Promise.all(workers.map((each) => each.run()));
  let stopped = false;
  return {
    claimed,
    async stop() {
      if (stopped) return;
      stopped = true;
      gate.close();
      for (const each of workers) each.shutdown();
      await running;
      await connection.close();
    },
  };
}

function createTicketWorker(
  connection: NativeConnection,
  queue: string,
  gate: SlotGate,
  takeTicket: (queue: string) => Promise<TicketOutcome>,
): Promise<Worker> {
  const unused = { type: 'fixed-size', numSlots: 1 } as const;
  return Worker.create({
    connection,
    taskQueue: ticketTaskQueue(queue),
    activities: { takeTicket: () => takeTicket(queue) },
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    tuner: {
      activityTaskSlotSupplier: gatedSlotSupplier({ gate, hours: ALWAYS_OPEN, queueId: queue }),
      workflowTaskSlotSupplier: unused,
      localActivityTaskSlotSupplier: unused,
      nexusTaskSlotSupplier: unused,
    },
  });
}
