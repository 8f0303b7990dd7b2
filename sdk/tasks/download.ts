import { ApiError, ServerUnreachableError } from '../api-error.ts';
import type { TaskReaderOptions } from './task-reader.ts';

/** Fetches a stored file. The server's own file server is shown who asks; an address elsewhere is not. */
export async function download(url: string, { client, signal }: TaskReaderOptions): Promise<Response> {
  if (!/^https?:/.test(url)) throw new Error(`cannot fetch "${url}": only http and https addresses are fetched here`);
  const options = signal ? { signal } : {};
  const headers = (await isOurs(url, { client, ...options })) ? { authorization: `Bearer ${await client.token()}` } : undefined;
  const response = await fetch(url, { ...(headers && { headers }), ...options }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new ServerUnreachableError(new URL(url).origin, error);
  });
  const { ok, status } = response;
  if (!ok) throw new ApiError({ status, code: status, message: `HTTP ${status} for ${url}` });
  return response;
}

async function isOurs(url: string, { client, signal }: TaskReaderOptions): Promise<boolean> {
  const me = await client.request<{ server: { filesUrl: string } }>('GET', '/api/me', undefined, signal ? { signal } : {});
  return new URL(url).origin === new URL(me.server.filesUrl).origin;
}
