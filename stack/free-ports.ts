import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

// Below those that the system gives to outgoing connections, which could take one before its server listens, or while that
// is started anew. (And Temporal keeps its servers' ports in columns of type smallint, for which those are too high.)
const LOWEST = 15_000;
const HIGHEST = 32_000;

/** Different ports on loopback that nothing listens on at the moment. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  while (held.size < count) {
    const port = randomInt(LOWEST, HIGHEST);
    const server = held.has(port) ? undefined : await tryListen(port);
    if (server) held.set(port, server);
  }
  for (const server of held.values()) server.close();
  await Promise.all([...held.values()].map((server) => once(server, 'close')));
  return [...held.keys()];
}

async function tryListen(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}
