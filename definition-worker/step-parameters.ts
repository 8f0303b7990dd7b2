import type { HttpClient } from '../sdk/http-client.ts';

type Parameters = Record<string, unknown>;

/** What a step was given: with the call, or asked for when it is too long for that. */
export async function stepParameters(
  client: HttpClient,
  { run, node, given }: { run: string; node: string; given: Parameters | null },
): Promise<Parameters> {
  if (given !== null) return given;
  const path = `/api/pipelines/runs/${encodeURIComponent(run)}/steps/${encodeURIComponent(node)}/parameters`;
  return (await client.request<{ parameters: Parameters }>('GET', path)).parameters;
}
