import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Counts how often each key was posted to it, as something outside would that takes each key once. */
export interface KeyCounter {
  keys: Map<string, number>;
  url: string;
  close(): void;
}

export async function startKeyCounter(): Promise<KeyCounter> {
  const keys = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const key = (await request.toArray()).join('');
    keys.set(key, (keys.get(key) ?? 0) + 1);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    keys,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
