import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePorts } from '../../../stack/free-ports.ts';
import { eventually } from '../eventually.ts';
import { providePython } from '../python-environment.ts';

const VERSION = '5.2.5';

export interface Moto {
  url: string;
  /** Forgets everything. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** EC2 as moto simulates it, over HTTP; null where it cannot be installed. */
export async function startMoto(): Promise<Moto | null> {
  const python = await providePython(`moto-${VERSION}`, [`moto[ec2,server]==${VERSION}`]);
  if (!python) return null;
  const [port] = (await freePorts(1)) as [number];
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  await eventually('moto answers', () => answers(url, server));
  return {
    url,
    async reset() {
      await fetch(`${url}/moto-api/reset`, { method: 'POST' });
    },
    async stop() {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
  };
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`moto ended with exit code ${server.exitCode}`);
  const answer = await fetch(`${url}/moto-api/`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}
