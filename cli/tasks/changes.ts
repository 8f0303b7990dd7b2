import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type HttpClient } from '../../sdk/http-client.ts';

const RECONNECT_MS = 1_000;

/**
 * Yields when the server says that something of a task has changed, and whenever something may have been missed: at the
 * start and after each loss of the connection.
 */
export async function* taskChanges(client: HttpClient, task: string): AsyncGenerator<void> {
  const path = `/api/live?topics=${encodeURIComponent(`task:${task}`)}`;
  for (;;) {
    const connection = new AbortController();
    try {
      const unlimited = { attempts: Number.POSITIVE_INFINITY, timeoutMs: Number.POSITIVE_INFINITY, signal: connection.signal };
      const response = await client.fetch(path, {}, unlimited);
      yield;
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) if (/^data:/m.test(chunk)) yield;
    } catch (error) {
      if (error instanceof ApiError) throw error;
    } finally {
      connection.abort();
    }
    await sleep(RECONNECT_MS);
  }
}
