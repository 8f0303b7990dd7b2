import { query, sql } from '../../activities/db/sql.ts';
import { controllerWorkflowId } from '../../workflows/contracts/controller.ts';
import type { ExecuteOutcome, RunRef } from '../../workflows/contracts/run.ts';
import { type DispatchBench, startDispatchBench } from './dispatch-bench.ts';
import { createQueue, createTask, viewTask } from './records.ts';
import { suggestingContinueAsNew } from './temporal.ts';
import { exited, untilCancelled } from './workflow-bench.ts';

/** What happens when an attempt of a step's task is run. */
export type Play = (run: RunRef) => Promise<ExecuteOutcome | undefined>;

/** The real orchestrator with agents that play steps by the names of their tasks. */
export interface PipelineBench extends DispatchBench {
  /** A task to start steps from, and the queue that the agents serve. */
  base: string;
  queue: string;
  /** How steps are played, by name; those that are not named end well. */
  plays: Record<string, Play>;
  /** Names of the tasks that were run, in order. */
  played: string[];
  /** A step that starts from the base task. */
  task(name: string, more?: Record<string, unknown>): Record<string, unknown>;
  update<T = void>(run: string, update: string, input: object): Promise<T>;
}

export interface PipelineBenchOptions {
  agents?: number;
  /** Events after which Temporal suggests that a workflow goes on as a new run. */
  longestHistory?: number;
}

export async function startPipelineBench({ agents = 2, longestHistory }: PipelineBenchOptions = {}): Promise<PipelineBench> {
  const bench = await startDispatchBench(longestHistory === undefined ? {} : suggestingContinueAsNew(longestHistory));
  await bench.startOrchestrator();
  const queue = 'steps';
  const queueId = await createQueue(bench.db, queue);
  const base = await createTask(bench.db, { name: 'base', script: { diff: 'print(1)', entry_point: 'a.py' } });
  const plays: Record<string, Play> = {};
  const played: string[] = [];
  const execute = async (run: RunRef): Promise<ExecuteOutcome> => {
    const [task] = await query<{ name: string }>(bench.db.em.fork(), sql`select name from tasks where id = ${run.taskId}`);
    played.push(task?.name ?? '');
    return (await plays[task?.name ?? '']?.(run)) ?? exited(0);
  };
  for (let index = 0; index < agents; index += 1) await bench.startAgent({ worker: `box-${index}`, queues: [queueId], execute });
  return {
    ...bench,
    base,
    queue,
    plays,
    played,
    task: (name, more = {}) => ({ name, kind: 'task', base: { task: base }, ...more }),
    async update<T>(run: string, update: string, input: object): Promise<T> {
      const { attempt } = await viewTask(bench.db, run);
      const handle = bench.env.client.workflow.getHandle(controllerWorkflowId('pipeline', { taskId: run, attempt }));
      return handle.executeUpdate<T, [object]>(update, { args: [{ actor: 'user:u', by: 'u', ...input }] });
    },
  };
}

export const fails: Play = async () => exited(1);

/** Runs until somebody stops it. */
export const untilStopped: Play = async () => {
  await untilCancelled();
  return { kind: 'stopped' };
};

/** Fails in its first attempts. */
export const failsTimes = (times: number): Play => {
  let failed = 0;
  return async () => {
    failed += 1;
    return failed <= times ? exited(1) : undefined;
  };
};
