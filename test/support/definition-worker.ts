import { NativeConnection, Worker } from '@temporalio/worker';
import { type DefinitionActivities, definitionTaskQueue } from '../../workflows/contracts/pipeline-hooks.ts';
import type { PipelineBench } from './pipeline-bench.ts';

/** Serves the callbacks of a definition until stopped. */
export async function startDefinitionWorker(
  { env }: Pick<PipelineBench, 'env'>,
  pipeline: { project: string; name: string },
  activities: Partial<DefinitionActivities>,
): Promise<{ stop(): Promise<void> }> {
  const connection = await NativeConnection.connect({ address: env.address });
  const worker = await Worker.create({
    connection,
    taskQueue: definitionTaskQueue(pipeline.project, pipeline.name),
    activities: { ...activities },
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
