import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { compileOrchestratorOptions } from '../../orchestrator/options.ts';
import { ORCHESTRATOR_TASK_QUEUE } from '../../workflows/contracts/names.ts';

/** A worker asks for tasks at least once a minute. */
const RECENT_MS = 90_000;
const WORKFLOW_TASKS = 1;

/** Exits with 0 while the worker in this container asks Temporal for work. */
const { temporalAddress: address, temporalNamespace: namespace } = compileOrchestratorOptions(process.env);
const connection = await Connection.connect({ address, connectTimeout: 4000 });
const { pollers } = await connection.workflowService.describeTaskQueue({
  namespace,
  taskQueue: { name: ORCHESTRATOR_TASK_QUEUE },
  taskQueueType: WORKFLOW_TASKS,
});
await connection.close();
const ours = (pollers ?? []).filter(({ identity }) => identity?.endsWith(`@${hostname()}`));
const lastSeen = Math.max(0, ...ours.map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000));
process.exitCode = Date.now() - lastSeen < RECENT_MS ? 0 : 1;
