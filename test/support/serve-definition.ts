import { servePipeline } from '../../definition-worker/serve-pipeline.ts';
import { serveSweep } from '../../definition-worker/serve-sweep.ts';
import type { HttpClient } from '../../sdk/http-client.ts';
import type { PipelineDefinition } from '../../sdk/pipelines/index.ts';
import { isSweepDefinition, type SweepDefinition } from '../../sdk/sweeps/index.ts';
import type { DispatchBench } from './dispatch-bench.ts';

/** Serves a definition as its own worker does, until the bench is released. */
export async function serveDefinition(
  { stopAtRelease }: Pick<DispatchBench, 'stopAtRelease'>,
  client: HttpClient,
  definition: PipelineDefinition | SweepDefinition,
): Promise<void> {
  const end = new AbortController();
  const input = { client, say: () => {}, signal: end.signal };
  const { serving, ended } = await (isSweepDefinition(definition)
    ? serveSweep({ ...input, definition })
    : servePipeline({ ...input, definition }));
  stopAtRelease(async () => {
    end.abort();
    await ended;
  });
  await serving;
}
