import type { HttpClient } from '../../sdk/http-client.ts';

/** Where a person sees a sweep. */
export async function sweepPage(client: HttpClient, sweep: string): Promise<string> {
  const { server } = await client.request<{ server: { webUrl: string } }>('GET', '/api/me');
  return `${server.webUrl.replace(/\/+$/, '')}/sweeps/${sweep}`;
}
