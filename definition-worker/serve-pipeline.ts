import type { HttpClient } from '../sdk/http-client.ts';
import { allDefinitions, type PipelineDefinition } from '../sdk/pipelines/definition.ts';
import { definitionTaskQueue } from '../workflows/contracts/pipeline-hooks.ts';
import { createDefinitionActivities } from './definition-activities.ts';
import { type DefinitionWorker, startWorker, workerName } from './start-worker.ts';
import type { Say } from './within-activity.ts';

export interface ServePipelineInput {
  client: HttpClient;
  definition: PipelineDefinition;
  say: Say;
  signal: AbortSignal;
}

/** Serves the callbacks and functions of a pipeline, and of the pipelines in it. */
export function servePipeline({ client, definition, say, signal }: ServePipelineInput): Promise<DefinitionWorker> {
  const queues = allDefinitions(definition).map((each) => ({
    taskQueue: definitionTaskQueue(each.spec.project, each.spec.name),
    activities: createDefinitionActivities({ definition: each, client, worker: workerName(), say }),
  }));
  return startWorker({ client, queues, say, signal });
}
