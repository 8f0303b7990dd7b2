import type { HttpClient } from '../../sdk/http-client.ts';

/** Asks something of a run: `abort`, `approve`, … */
export function askOfRun<T = Record<string, unknown>>(
  client: HttpClient,
  run: string,
  verb: string,
  body: object = {},
): Promise<T> {
  return client.request('POST', `/api/pipelines/runs/${encodeURIComponent(run)}/${verb}`, body, { idempotent: false });
}

/** Where a person sees a run. */
export async function runPage(client: HttpClient, run: string): Promise<string> {
  const { server } = await client.request<{ server: { webUrl: string } }>('GET', '/api/me');
  return `${server.webUrl.replace(/\/+$/, '')}/pipelines/runs/${run}`;
}
