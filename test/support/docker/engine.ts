import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';
import type { Context } from 'mocha';
import { eventually } from '../eventually.ts';

/** A real Docker engine. */
export interface Engine {
  docker: Docker;
  /** For `DOCKER_HOST`. */
  host: string;
  release(): Promise<void>;
}

/** The engine of this host, or one of its own that ends with the test. Where neither can be had the tests are skipped, and say why. */
export async function startEngine(test: Context): Promise<Engine> {
  const present = new Docker();
  if (await answers(present))
    return { docker: present, host: process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock', release: async () => {} };
  const reason = await whyNone();
  if (reason) {
    process.stderr.write(`tests with Docker are skipped: ${reason}\n`);
    test.skip();
  }
  return startOwn();
}

async function whyNone(): Promise<string | null> {
  if (process.platform !== 'linux') return 'no engine runs, and only on Linux can one be started';
  if (process.getuid?.() !== 0) return 'no engine runs, and only root can start one';
  const { exitCode } = await execa('which', ['dockerd'], { reject: false });
  return exitCode === 0 ? null : 'no engine runs, and dockerd is not installed (apt-get install docker.io tini)';
}

async function startOwn(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'perdura-docker-'));
  const socket = join(folder, 'docker.sock');
  const folders = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')];
  // Machines use the network of their host.
  const network = ['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'];
  const dockerd = execa('dockerd', ['--host', `unix://${socket}`, ...folders, ...network], {
    reject: false,
    all: true,
    forceKillAfterDelay: false,
  });
  const docker = new Docker({ socketPath: socket });
  const ended = dockerd.then(({ all }) => {
    throw new Error(`dockerd ended:\n${all}`);
  });
  await Promise.race([eventually('the engine answers', () => answers(docker)), ended]);
  ended.catch(() => {});
  return {
    docker,
    host: `unix://${socket}`,
    async release() {
      for (const { Id } of await docker.listContainers({ all: true }))
        await docker.getContainer(Id).remove({ force: true, v: true });
      dockerd.kill('SIGTERM');
      await dockerd;
      // What containers with the host's network have left mounted.
      await execa('umount', [join(folder, 'exec', 'netns', 'default')], { reject: false });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const answers = (docker: Docker): Promise<boolean> =>
  docker.ping().then(
    () => true,
    () => false,
  );
