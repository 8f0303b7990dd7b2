import { ApplicationFailure, Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { provideWorkflowBundle } from '../../orchestrator/workflow-bundle.ts';
import { type AgentActivities, type TicketActivities, USER_FAILURE } from '../../workflows/contracts/agent-activities.ts';
import { agentTaskQueue, ORCHESTRATOR_TASK_QUEUE } from '../../workflows/contracts/names.ts';
import type { ExecuteOutcome } from '../../workflows/contracts/run.ts';
import type { AttemptEnd, ExternalRunView, ServerActivities } from '../../workflows/contracts/server-activities.ts';
import { startTestTemporal } from './temporal.ts';

/** Workflows on a real Temporal server, with activities that follow a script. */
export interface WorkflowBench {
  env: TestWorkflowEnvironment;
  /** What was called, in order: `stage` or `end:<kind>`. */
  calls: string[];
  /** What the workflow had written at the end of attempts. */
  ends: AttemptEnd[];
  script: Script;
  /** Starts a worker on a task queue; it is shut down at release. */
  startAgent(worker: string): Promise<void>;
  startTickets(queue: string, activities: TicketActivities): Promise<void>;
  release(): Promise<void>;
}

export interface Script {
  stages: Partial<AgentActivities>;
  /** Entries by queue. */
  entries: Record<string, number>;
  view: ExternalRunView;
  agentSilentMs: number;
}

export async function startWorkflowBench(): Promise<WorkflowBench> {
  const env = await startTestTemporal({ 'limit.historyCount.suggestContinueAsNew': 200 });
  const workers: { worker: Worker; running: Promise<void> }[] = [];
  const run = async (worker: Worker) => void workers.push({ worker, running: worker.run() });
  const script: Script = { stages: {}, entries: {}, view: { over: false, local: false, silentMs: 0 }, agentSilentMs: 1e9 };
  const calls: string[] = [];
  const ends: AttemptEnd[] = [];
  const bench: WorkflowBench = {
    env,
    calls,
    ends,
    script,
    async startAgent(worker) {
      const activities = scriptedStages(script, calls);
      await run(
        await Worker.create({
          connection: env.nativeConnection,
          taskQueue: agentTaskQueue(worker),
          activities: { ...activities },
        }),
      );
    },
    async startTickets(queue, activities) {
      await run(await Worker.create({ connection: env.nativeConnection, taskQueue: queue, activities: { ...activities } }));
    },
    async release() {
      for (const { worker } of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.all(workers.map(({ running }) => running));
      await env.teardown();
    },
  };
  await run(
    await Worker.create({
      connection: env.nativeConnection,
      taskQueue: ORCHESTRATOR_TASK_QUEUE,
      workflowBundle: { codePath: await provideWorkflowBundle() },
      activities: { ...scriptedServer(script, calls, ends) },
    }),
  );
  return bench;
}

function scriptedServer(script: Script, calls: string[], ends: AttemptEnd[]): ServerActivities {
  return {
    async finishAttempt({ end }) {
      calls.push(`end:${end.kind}`);
      ends.push(end);
    },
    viewExternalRun: async () => script.view,
    async loseExternalRun() {
      calls.push('lose');
    },
    agentSilentMs: async () => script.agentSilentMs,
    countEntries: async (queue) => script.entries[queue] ?? 0,
  };
}

function scriptedStages(script: Script, calls: string[]): AgentActivities {
  const stage =
    (name: Exclude<keyof AgentActivities, 'environment' | 'execute'>) =>
    async (run: { taskId: string; attempt: number }): Promise<void> => {
      calls.push(name);
      await script.stages[name]?.(run);
    };
  return {
    container: stage('container'),
    setupScript: stage('setupScript'),
    clone: stage('clone'),
    diff: stage('diff'),
    install: stage('install'),
    cleanUp: stage('cleanUp'),
    async environment(run) {
      calls.push('environment');
      return (await script.stages.environment?.(run)) ?? { ready: false };
    },
    async execute(run) {
      calls.push('execute');
      return (await script.stages.execute?.(run)) ?? exited(0);
    },
  };
}

export const exited = (exitCode: number): ExecuteOutcome => ({ kind: 'exited', exitCode });

export const userFailure = (message: string): ApplicationFailure =>
  ApplicationFailure.create({ message, type: USER_FAILURE, nonRetryable: true });

/** Resolves when the stop of the activity is requested; heartbeats meanwhile, as a real watcher does. */
export async function untilCancelled(): Promise<void> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 50);
  try {
    await context.cancelled;
  } catch {
    // Cancelled, as hoped.
  } finally {
    clearInterval(beat);
  }
}
