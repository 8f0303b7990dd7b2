import { once } from 'node:events';
import { createServer } from 'node:net';
import { PORT_NAMES, PORTS, type Ports } from './options.ts';

/** Throws an Error for the first port that something else listens on. */
export async function assertPortsFree(ports: Ports, bindHost: string): Promise<void> {
  for (const name of PORT_NAMES) {
    const reason = await refusal(ports[name], bindHost);
    if (!reason) continue;
    const { option, variable, serves } = PORTS[name];
    throw new Error(`port ${ports[name]} for ${serves} ${reason}: choose another with ${option} or ${variable}`);
  }
}

async function refusal(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be used (${code})`;
  } finally {
    server.close();
  }
}
