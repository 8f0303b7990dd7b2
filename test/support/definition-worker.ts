import { NativeConnection, Worker } from '@temporalio/worker';
import { type DefinitionActivities, definitionTaskQueue } from '../../workflows/contracts/pipeline-hooks.ts';
import type { StrategyActivities } from '../../workflows/contracts/sweep-hooks.ts';
import type { PipelineBench } from './pipeline-bench.ts';

/** Serves the callbacks of a definition until stopped. */
export async function startDefinitionWorker(
  { env }: Pick<PipelineBench, 'env'>,
  pipeline: { project: string; name: string },
  activities: Partial<DefinitionActivities>,
): Promise<{ stop(): Promise<void> }> {
  return serve(env.address, definitionTaskQueue(pipeline.project, pipeline.name), activities);
}

/** Serves a strategy of a sweep until stopped. */
export const startStrategyWorker = (
  { env }: Pick<PipelineBench, 'env'>,
  taskQueue: string,
  askStrategy: StrategyActivities['askStrategy'],
): Promise<{ stop(): Promise<void> }> => serve(env.address, taskQueue, { askStrategy });

async function serve(address: string, taskQueue: string, activities: object): Promise<{ stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({ connection, taskQueue, activities: { ...activities } });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
