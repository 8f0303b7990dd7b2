import type { HttpClient } from '../../sdk/http-client.ts';

/** Where a person sees an autoscaler. */
export async function autoscalerPage(client: HttpClient, id: string): Promise<string> {
  const { server } = await client.request<{ server: { webUrl: string } }>('GET', '/api/me');
  return `${server.webUrl.replace(/\/+$/, '')}/autoscalers/${id}`;
}
