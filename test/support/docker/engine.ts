import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';
import type { Context } from 'mocha';
import { eventually } from '../eventually.ts';
import { isInstalled } from './is-installed.ts';
import { NoImage, provideMachineImage } from './machine-image.ts';

/** A real Docker engine. */
export interface Engine {
  docker: Docker;
  /** For `DOCKER_HOST`. */
  host: string;
  release(): Promise<void>;
}

/**
 * An engine of its own, which ends with the test, else that of this host; with the image for machines. Where neither can be had the
 * tests are skipped, and say why.
 */
export async function startEngine(test: Context): Promise<Engine> {
  const own = await startOwn();
  const engine = typeof own === 'string' ? await presentEngine() : own;
  if (!engine) return skip(test, own as string);
  try {
    await provideMachineImage(engine.docker);
  } catch (error) {
    await engine.release();
    if (error instanceof NoImage) skip(test, error.message);
    throw error;
  }
  return engine;
}

/** The same for agents that run tasks in containers, by Docker's client. */
export async function startEngineWithClient(test: Context): Promise<Engine> {
  if (!(await isInstalled('docker'))) skip(test, "Docker's client is not installed (apt-get install docker-cli)");
  return startEngine(test);
}

function skip(test: Context, reason: string): never {
  process.stderr.write(`tests with Docker are skipped: ${reason}\n`);
  return test.skip();
}

async function presentEngine(): Promise<Engine | null> {
  const docker = new Docker();
  const host = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  return (await answers(docker)) ? { docker, host, release: async () => {} } : null;
}

async function whyNoOwn(): Promise<string | null> {
  if (process.platform !== 'linux') return 'no engine runs, and only on Linux can one be started';
  if (process.getuid?.() !== 0) return 'no engine runs, and only root can start one';
  return (await isInstalled('dockerd')) ? null : 'no engine runs, and dockerd is not installed (apt-get install docker.io tini)';
}

/** Answers why there is none. */
async function startOwn(): Promise<Engine | string> {
  const reason = await whyNoOwn();
  if (reason) return reason;
  const folder = await mkdtemp(join(tmpdir(), 'perdura-docker-'));
  const socket = join(folder, 'docker.sock');
  const folders = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')];
  // Machines use the network of their host.
  const network = ['--bridge', 'none', '--iptables=false', '--ip6tables=false', '--ip-forward=false'];
  const dockerd = execa('dockerd', ['--host', `unix://${socket}`, ...folders, ...network], {
    // What its containerd dumps when it ends slowly goes there.
    env: { TMPDIR: folder },
    reject: false,
    all: true,
    forceKillAfterDelay: false,
  });
  const docker = new Docker({ socketPath: socket });
  const release = async () => {
    const containers = await docker.listContainers({ all: true }).catch(() => []);
    for (const { Id } of containers) await docker.getContainer(Id).remove({ force: true, v: true });
    dockerd.kill('SIGTERM');
    await dockerd;
    // What containers with the host's network have left mounted.
    await execa('umount', [join(folder, 'exec', 'netns', 'default')], { reject: false });
    await rm(folder, { recursive: true, force: true });
  };
  const ended = dockerd.then(({ all }) => all ?? '');
  const trouble = await Promise.race([eventually('the engine answers', () => answers(docker)).then(() => null), ended]);
  if (trouble === null) return { docker, host: `unix://${socket}`, release };
  await release();
  return `dockerd cannot run here: ${trouble.trim().split('\n').at(-1)}`;
}

const answers = (docker: Docker): Promise<boolean> =>
  docker.ping().then(
    () => true,
    () => false,
  );
