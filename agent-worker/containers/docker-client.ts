import { execa } from 'execa';

/** Runs Docker's client for the agent itself, and gives what it prints. Rejects with ExecaError. */
export type DockerClient = (...args: string[]) => Promise<string>;

const TIMEOUT_MS = 60_000;

export const dockerClient =
  (env: NodeJS.ProcessEnv): DockerClient =>
  async (...args) =>
    (await execa('docker', args, { env, extendEnv: false, stdin: 'ignore', timeout: TIMEOUT_MS })).stdout;

/** @throws Error when there is no engine, or none that this user may use */
export async function requireEngine(docker: DockerClient): Promise<void> {
  try {
    await docker('version', '--format', '{{.Server.Version}}');
  } catch (error) {
    const { stderr, shortMessage } = error as { stderr?: string; shortMessage?: string };
    throw new Error(`--docker: no Docker engine can be used here: ${stderr?.trim() || shortMessage}`);
  }
}
