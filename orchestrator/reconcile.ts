import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { wakeScalers } from '../activities/db/autoscalers/describe-scaler.ts';
import { finishController } from '../activities/db/controllers/finish-controller.ts';
import type { Db } from '../activities/db/orm.ts';
import { finishAttempt } from '../activities/db/tasks/finish-attempt.ts';
import { listOpenAttempts, type OpenAttempt, retell, wakeQueues } from '../activities/db/tasks/open-attempts.ts';
import { CONTROLLER_WORKFLOWS, controllerWorkflowId } from '../workflows/contracts/controller.ts';
import { taskWorkflowId } from '../workflows/contracts/names.ts';
import { TASK_WORKFLOW } from '../workflows/contracts/task-workflow.ts';

/** Of everything that an open attempt may have as its workflow. */
const WORKFLOW_TYPES = [TASK_WORKFLOW, ...Object.values(CONTROLLER_WORKFLOWS)].map((type) => `'${type}'`).join(', ');

const INTERVAL_MS = 60_000;
/** Younger attempts are on their way through the outbox, and Temporal's list lags behind by a moment. */
const SETTLE_SECONDS = 30;

export interface ReconcileInput {
  db: Db;
  client: Client;
  log: Logger;
  signal: AbortSignal;
}

/** Brings the record and Temporal back together, at the start and every minute, until aborted. */
export async function runReconciler(input: ReconcileInput): Promise<void> {
  while (!input.signal.aborted) {
    await reconcile(input).catch((error: unknown) => input.log.warn({ err: error }, 'reconciler: will look again'));
    await sleep(INTERVAL_MS, undefined, { signal: input.signal }).catch(() => {});
  }
}

/**
 * Every open attempt has a running workflow. One that Temporal never heard of (its storage was lost) is told again; one that
 * was ended from outside, in Temporal Web for instance, ends its attempt.
 */
export async function reconcile({ db, client, log }: Omit<ReconcileInput, 'signal'>): Promise<void> {
  await wakeQueues(db);
  await wakeScalers(db);
  const open = await listOpenAttempts(db, SETTLE_SECONDS);
  if (open.length === 0) return;
  const running = await runningWorkflows(client);
  for (const attempt of open) {
    if (!running.has(workflowIdOf(attempt))) await heal(db, client, log, attempt);
  }
}

const workflowIdOf = (attempt: OpenAttempt): string =>
  attempt.controller ? controllerWorkflowId(attempt.controller, attempt) : taskWorkflowId(attempt.taskId, attempt.attempt);

async function runningWorkflows(client: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  const query = `WorkflowType IN (${WORKFLOW_TYPES}) AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: 1000 })) ids.add(workflowId);
  return ids;
}

async function heal(db: Db, client: Client, log: Logger, attempt: OpenAttempt): Promise<void> {
  const { taskId, attempt: number } = attempt;
  const run = { taskId, attempt: number };
  const status = await statusOf(client, workflowIdOf(attempt));
  if (status === 'RUNNING') return;
  log.warn(
    { task: taskId, attempt: number, workflow: status ?? 'unknown' },
    'reconciler: an open attempt has no running workflow',
  );
  if (status === null) return retell(db, attempt);
  const message = `its workflow ended as ${status.toLowerCase()}`;
  if (attempt.kind === 'workflow') return finishController(db, { run, end: { status: 'failed', reason: message, message: '' } });
  await finishAttempt(db, { run, end: { kind: 'infrastructureFailed', stage: 'execute', message } });
}

/** Status of a workflow; null when Temporal has never heard of it. */
async function statusOf(client: Client, workflowId: string): Promise<string | null> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
