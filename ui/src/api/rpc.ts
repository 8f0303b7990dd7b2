import { requestJson } from './http.ts';

const VERSION = 'v2.35';

/**
 * Calls one action of the ClearML RPC, such as `tasks.enqueue`, and unwraps its envelope.
 * @throws {ApiError} with the envelope's subcode as `code`.
 */
export async function rpc<T>(action: string, body: object = {}, signal?: AbortSignal): Promise<T> {
  const envelope = await requestJson<{ data: T }>(`/${VERSION}/${action}`, { method: 'POST', body, signal });
  return envelope.data;
}
