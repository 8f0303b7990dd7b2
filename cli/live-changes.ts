import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type HttpClient } from '../sdk/http-client.ts';

const RECONNECT_MS = 1_000;

/**
 * Yields when the server says that something of a topic, such as `task:<id>`, has changed, and whenever something may have been missed: at
 * the start and after each loss of the connection. Ends when `signal` is aborted.
 */
export async function* liveChanges(client: HttpClient, topic: string, signal?: AbortSignal): AsyncGenerator<void> {
  const path = `/api/live?topics=${encodeURIComponent(topic)}`;
  while (!signal?.aborted) {
    const connection = new AbortController();
    const ends = AbortSignal.any(signal ? [signal, connection.signal] : [connection.signal]);
    try {
      const unlimited = { attempts: Number.POSITIVE_INFINITY, timeoutMs: Number.POSITIVE_INFINITY, signal: ends };
      const response = await client.fetch(path, {}, unlimited);
      yield;
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) if (/^data:/m.test(chunk)) yield;
    } catch (error) {
      if (error instanceof ApiError) throw error;
    } finally {
      connection.abort();
    }
    await sleep(RECONNECT_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
  }
}
