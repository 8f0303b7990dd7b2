import { existsSync } from 'node:fs';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import type { DockerClient } from './docker-client.ts';
import { containerName, type RunContainer } from './run-container.ts';

/** What the agent does with the containers of runs from outside. */
export interface Containers {
  /** Sends a signal to everything in a container but what keeps it open. Does nothing when it has ended. */
  signal(name: string, signal: 'TERM' | 'KILL'): Promise<void>;
  isRunning(name: string): Promise<boolean>;
  /** Gives files to the user of the container. */
  give(container: RunContainer, paths: string[]): Promise<void>;
  /** Makes files the agent's own again, whatever the container has made of them. */
  takeBack(container: RunContainer, path: string): Promise<void>;
  /** Ends and removes it; does nothing when there is none. */
  remove(name: string): Promise<void>;
  /**
   * Removes those of runs in a folder that are not held any more: their agent ended, or the engine was away, when they should have gone.
   * `held`: keys of the runs that are, asked for when the containers are known.
   */
  removeLeft(runsDir: string, held: () => string[]): Promise<void>;
  /** Removes those that earlier attempts of a task have left here. Answers the numbers of the attempts. */
  removeEarlier(run: RunRef): Promise<number[]>;
}

export const TASK_LABEL = 'perdura.task';
export const ATTEMPT_LABEL = 'perdura.attempt';
/** Two agents of one machine may have the same worker id, on two servers. */
export const RUNS_LABEL = 'perdura.runs';

export function createContainers(docker: DockerClient): Containers {
  const agent = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const list = async (label: string, format: string) =>
    (await docker('ps', '--all', '--filter', `label=${label}`, '--format', format)).split('\n').filter(Boolean);
  const remove = async (name: string) => {
    await docker('rm', '--force', '--volumes', name).catch(unlessGone);
  };

  return {
    async signal(name, signal) {
      await docker('exec', '--user', '0', name, '/bin/sh', '-c', `kill -${signal} -1`).catch(unlessGone);
    },
    isRunning: async (name) =>
      (await docker('container', 'inspect', '--format', '{{.State.Running}}', name).catch(none)) === 'true',
    async give({ name, user }, paths) {
      if (user.uid === agent.uid) return;
      await docker('exec', '--user', '0', name, 'chown', '-R', `${user.uid}:${user.gid}`, ...paths);
    },
    async takeBack({ imageId, user }, path) {
      if (agent.uid === 0 || user.uid === agent.uid || !existsSync(path)) return;
      // In a container of its own, since that of the run may have ended.
      const mount = ['--mount', `type=bind,source=${path},target=${path}`];
      const chown = ['-R', `${agent.uid}:${agent.gid}`, path];
      await docker('run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'chown', ...mount, imageId, ...chown);
    },
    remove,
    async removeLeft(runsDir, held) {
      const found = await list(`${RUNS_LABEL}=${runsDir}`, '{{.Names}}');
      const kept = held().map(containerName);
      const left = found.filter((name) => !kept.includes(name));
      await Promise.all(left.map(remove));
    },
    async removeEarlier(run) {
      const attempts = (await list(`${TASK_LABEL}=${run.taskId}`, `{{.Label "${ATTEMPT_LABEL}"}}`)).map(Number);
      const earlier = attempts.filter((attempt) => attempt < run.attempt);
      await Promise.all(earlier.map((attempt) => remove(containerName(runKey({ ...run, attempt })))));
      return earlier;
    },
  };
}

const GONE = /no such container|is not running|is already in progress/i;

function unlessGone(error: { stderr?: string }): void {
  if (!GONE.test(error.stderr ?? '')) throw error;
}

const none = (): string => '';
