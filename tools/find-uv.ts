import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withFileLock } from './with-file-lock.ts';

export interface FindUvInput {
  env: NodeJS.ProcessEnv;
  /** Where the caller keeps tools of its own. */
  toolsDir: string;
  /** A Python to install it with. */
  interpreter: { path: string };
  run(command: [string, ...string[]]): Promise<unknown>;
  signal: AbortSignal;
  print(line: string): void;
}

/** The uv on PATH, else the caller's own, which is installed when it is not there. */
export async function findUv(input: FindUvInput): Promise<string> {
  const own = join(input.toolsDir, 'uv', 'bin', 'uv');
  const onPath = (input.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'uv'));
  return [...onPath, own].find(isExecutable) ?? (await installUv(input, own));
}

async function installUv({ toolsDir, interpreter, run, signal, print }: FindUvInput, own: string): Promise<string> {
  const folder = join(toolsDir, 'uv');
  return withFileLock(folder, { signal, onWait: () => print('waiting for another process that installs uv') }, async () => {
    if (isExecutable(own)) return own;
    print(`uv is not on this machine: installing it into ${folder}`);
    await run([interpreter.path, '-m', 'venv', '--clear', folder]);
    await run([join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'uv']);
    return own;
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
