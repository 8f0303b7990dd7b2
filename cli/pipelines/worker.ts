import { missingHooks } from '../../definition-worker/missing-hooks.ts';
import { servePipeline } from '../../definition-worker/serve-pipeline.ts';
import type { HttpClient } from '../../sdk/http-client.ts';
import { allDefinitions, type PipelineDefinition } from '../../sdk/pipelines/definition.ts';
import { readRun } from '../../sdk/pipelines/runs.ts';
import type { PipelineView, RunSummary } from '../../workflows/contracts/pipeline-api.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { isOpen } from '../definitions/open-status.ts';
import { prepareRuntime } from '../definitions/runtime.ts';
import { untilStopped } from '../definitions/until-stopped.ts';
import { say } from '../output.ts';
import { loadPipeline } from './load-pipeline.ts';

/** Serves the callbacks and functions of a file's pipeline until told to stop. */
export async function pipelineWorker(file: string, options: ServerOptions): Promise<void> {
  const definition = await loadPipeline(file);
  const client = await connect(options);
  prepareRuntime();
  await untilStopped('stopping: what is at work has some seconds to come to its end', async (signal) => {
    const { serving, ended } = await servePipeline({ client, definition, say, signal });
    await Promise.race([serving, ended]);
    for (const { spec } of allDefinitions(definition)) say(`serves ${spec.project}/${spec.name} ${spec.version}`);
    for (const each of allDefinitions(definition)) await warnOfMissing(client, each);
    await ended;
  });
}

/** Runs that were started with an older definition may need what this one no longer has. */
async function warnOfMissing(client: HttpClient, definition: PipelineDefinition): Promise<void> {
  const { project, name } = definition.spec;
  const { pipelines } = await client.request<{ pipelines: PipelineView[] }>('GET', '/api/pipelines');
  const known = pipelines.find((pipeline) => pipeline.project === project && pipeline.name === name);
  if (!known) return;
  const { runs } = await client.request<{ runs: RunSummary[] }>('GET', `/api/pipelines/${known.id}/runs`);
  for (const { id } of runs.filter(({ status }) => isOpen(status))) {
    for (const hook of missingHooks(await readRun(client, id), definition)) {
      say(`warning: the run ${id} needs ${hook}, which this definition does not have: that step waits`);
    }
  }
}
