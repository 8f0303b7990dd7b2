import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createAutoscalerActivities } from '../activities/autoscaler-activities.ts';
import { createControllerActivities } from '../activities/controller-activities.ts';
import { describeScaler } from '../activities/db/autoscalers/describe-scaler.ts';
import { describeController } from '../activities/db/controllers/describe-controller.ts';
import { type Db, openDb } from '../activities/db/orm.ts';
import { settleSteps } from '../activities/db/pipelines/settle-python-steps.ts';
import { describeQueue } from '../activities/db/queues/describe-queue.ts';
import { describeRun } from '../activities/db/tasks/describe-run.ts';
import { noteServerStart } from '../activities/db/workers/agent-silence.ts';
import { createOptunaActivities, type OptunaActivities } from '../activities/optuna/optuna-activities.ts';
import { createPipelineActivities } from '../activities/pipeline-activities.ts';
import { createServerActivities } from '../activities/server-activities.ts';
import { createSweepActivities } from '../activities/sweep-activities.ts';
import { withHeartbeats } from '../activities/with-heartbeats.ts';
import { knownResources } from '../autoscaler/config/known-resources.ts';
import { createProvider } from '../autoscaler/providers/create-provider.ts';
import { ORCHESTRATOR_TASK_QUEUE } from '../workflows/contracts/names.ts';
import type { DeliveryContext } from './deliver.ts';
import { runMonitors } from './monitor-steps.ts';
import type { OrchestratorOptions } from './options.ts';
import { runReconciler } from './reconcile.ts';
import { runRelay } from './relay.ts';
import { ensureSearchAttributes } from './search-attributes.ts';
import { provideWorkflowBundle } from './workflow-bundle.ts';

/** Tickets outstanding for one queue: enough to wake every agent of a busy one, few enough to be cheap. */
const TICKET_CAP = 10;

/** Runs workflows, server activities and the outbox relay until aborted. */
export async function runOrchestrator(
  options: OrchestratorOptions,
  log: Logger,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const { temporalAddress: address, temporalNamespace: namespace, databaseUrl } = options;
  const db = await openDb({ url: databaseUrl });
  // One for the client and the worker: only so does a workflow that the relay starts come to the worker with the answer to its start.
  const connection = await NativeConnection.connect({ address });
  const optuna = createOptunaActivities({ db, folder: options.optunaDir });
  try {
    await ensureSearchAttributes(connection, namespace);
    await noteServerStart(db, 'orchestrator');
    const worker = await createWorker(connection, { namespace, db, optuna, serverUrl: options.serverUrl });
    const client = new Client({ connection, namespace });
    const context = deliveryContext(client, db, options);
    signal.addEventListener('abort', () => worker.shutdown(), { once: true });
    onReady();
    await Promise.all([
      worker.run(),
      runRelay({ db, databaseUrl, context, log, signal }),
      runReconciler({ db, client, log, signal }),
      runMonitors({ db, databaseUrl, log, signal }),
    ]);
  } finally {
    optuna.close();
    await connection.close();
    await db.close();
  }
}

interface WorkerInput {
  namespace: string;
  db: Db;
  optuna: OptunaActivities;
  /** Of the API, as machines reach it. */
  serverUrl: string;
}

async function createWorker(connection: NativeConnection, { namespace, db, optuna, serverUrl }: WorkerInput): Promise<Worker> {
  const { watchTrials, prepareOptuna, startOptunaTrials } = optuna;
  return Worker.create({
    connection,
    namespace,
    taskQueue: ORCHESTRATOR_TASK_QUEUE,
    workflowBundle: { codePath: await provideWorkflowBundle() },
    activities: {
      ...createServerActivities(db),
      ...createControllerActivities(db),
      ...createPipelineActivities(db),
      ...createSweepActivities(db),
      ...withHeartbeats(createAutoscalerActivities({ db, serverUrl, createProvider, known: knownResources })),
      ...{ watchTrials, prepareOptuna, startOptunaTrials },
    },
    // Otherwise the SDK sends one each 12 of the 15 seconds after which an activity counts as lost.
    maxHeartbeatThrottleInterval: '3 seconds',
    shutdownGraceTime: '5 seconds',
  });
}

function deliveryContext(client: Client, db: Db, options: OrchestratorOptions): DeliveryContext {
  const { agentLostAfterMs, stockLostAfterMs, localLostAfterMs } = options;
  return {
    client,
    limits: { agentLostAfterMs, stockLostAfterMs, localLostAfterMs },
    describeRun: (run) => describeRun(db, run),
    describeController: (task) => describeController(db, task),
    describeScaler: (scaler) => describeScaler(db, scaler),
    settleSteps: (task) => settleSteps(db, task),
    async describeQueue(queueId) {
      const queue = await describeQueue(db, queueId);
      return queue && { queueId, ...queue, ticketCap: TICKET_CAP };
    },
  };
}
