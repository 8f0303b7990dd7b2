import { NativeConnection, Worker } from '@temporalio/worker';
import { type DefinitionActivities, definitionTaskQueue } from '../../workflows/contracts/pipeline-hooks.ts';
import type { StrategyActivities } from '../../workflows/contracts/sweep-hooks.ts';
import type { DispatchBench } from './dispatch-bench.ts';

type WorkerBench = Pick<DispatchBench, 'env' | 'stopAtRelease'>;

/** Serves the callbacks of a definition until stopped. */
export async function startDefinitionWorker(
  bench: WorkerBench,
  pipeline: { project: string; name: string },
  activities: Partial<DefinitionActivities>,
): Promise<{ stop(): Promise<void> }> {
  return serve(bench, definitionTaskQueue(pipeline.project, pipeline.name), activities);
}

/** Serves a strategy of a sweep until stopped. */
export const startStrategyWorker = (
  bench: WorkerBench,
  taskQueue: string,
  askStrategy: StrategyActivities['askStrategy'],
): Promise<{ stop(): Promise<void> }> => serve(bench, taskQueue, { askStrategy });

async function serve(
  { env, stopAtRelease }: WorkerBench,
  taskQueue: string,
  activities: object,
): Promise<{ stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({ address: env.address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    activities: { ...activities },
    // As the real one: by default the SDK keeps heartbeats back for so long that a busy machine is late with the next.
    maxHeartbeatThrottleInterval: '1 second',
    defaultHeartbeatThrottleInterval: '1 second',
    shutdownForceTime: '10 seconds',
  });
  const running = worker.run();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
  const stopOnce = () => (stopped ??= stop());
  // A test that fails does not get as far as to stop it.
  stopAtRelease(stopOnce);
  return { stop: stopOnce };
}
