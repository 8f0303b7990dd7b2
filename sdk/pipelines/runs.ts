import type { RunView, SubmitPipelineRequest } from '../../workflows/contracts/pipeline-api.ts';
import type { HttpClient } from '../http-client.ts';
import type { PipelineDefinition } from './definition.ts';
import type { Parameters, ValuesOf } from './parameters.ts';

export interface SubmitOptions<P extends Parameters> extends Omit<SubmitPipelineRequest, 'spec' | 'parameters'> {
  /** In place of the defaults. */
  parameters?: Partial<ValuesOf<P>>;
}

/**
 * Starts a run. Its callbacks wait for a worker: `perdura pipeline worker FILE`. Throws ApiError, with the step's name, when the server
 * refuses the definition.
 */
export function submitPipeline<P extends Parameters>(
  client: HttpClient,
  { spec }: PipelineDefinition<P>,
  { parameters, ...options }: SubmitOptions<P> = {},
): Promise<{ run: string; warnings: string[] }> {
  const request: SubmitPipelineRequest = { spec, ...options, ...(parameters && { parameters }) };
  return client.request('POST', '/api/pipelines/runs', request, { idempotent: options.idempotencyKey !== undefined });
}

/** A run as it is now, with its steps. */
export const readRun = (client: HttpClient, run: string): Promise<RunView> =>
  client.request('GET', `/api/pipelines/runs/${encodeURIComponent(run)}`);
