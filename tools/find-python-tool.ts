import { accessSync, closeSync, constants, openSync, readSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { withFileLock } from './with-file-lock.ts';

export interface FindPythonToolInput {
  name: 'uv' | 'poetry';
  /** What pip understands, such as `<2` or `==1.8.3`; undefined for any. */
  version?: string | undefined;
  env: NodeJS.ProcessEnv;
  /** Where the caller keeps tools of its own. */
  toolsDir: string;
  /** A Python to install it with. */
  interpreter: { path: string };
  run(command: [string, ...string[]]): Promise<unknown>;
  signal: AbortSignal;
  print(line: string): void;
}

/** The tool on PATH, unless a certain version is asked for; else the caller's own, which is installed when it is not there. */
export async function findPythonTool(input: FindPythonToolInput): Promise<string> {
  const { name, version, env, toolsDir } = input;
  const folder = join(toolsDir, folderName(name, version));
  const own = join(folder, 'bin', name);
  const onPath = version ? [] : (env.PATH ?? '').split(delimiter).map((directory) => join(directory, name));
  return onPath.find(isExecutable) ?? (works(own) ? own : await install(input, folder, own));
}

/** One for each version, of characters that nothing minds in a path. */
const folderName = (name: string, version = ''): string => `${name}${encodeURIComponent(version).replaceAll('%', '_')}`;

async function install(
  { name, version = '', interpreter, run, signal, print }: FindPythonToolInput,
  folder: string,
  own: string,
) {
  const onWait = () => print(`waiting for another process that installs ${name}`);
  return withFileLock(folder, { signal, onWait }, async () => {
    if (works(own)) return own;
    print(`${name}${version} is not on this machine: installing it into ${folder}`);
    await run([interpreter.path, '-m', 'venv', '--clear', folder]);
    const pip = [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'] as const;
    await run([...pip, `${name}${version}`]);
    return own;
  });
}

/** A Python program names the interpreter of its folder, which is elsewhere once the folder was moved, or gone with the Python that made it. */
function works(own: string): boolean {
  if (!isExecutable(own)) return false;
  const start = startOf(own);
  if (!start.startsWith('#!')) return true;
  // The same folder may be reached by another path than the one by which it was made.
  const interpreters = [dirname(own), realpathSync(dirname(own))].map((folder) => join(folder, 'python'));
  return interpreters.some((interpreter) => start.includes(interpreter) && isExecutable(interpreter));
}

/** Longer than any path that a first line may name. */
const START_BYTES = 8_192;

function startOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(START_BYTES);
    return start.toString('utf8', 0, readSync(file, start));
  } finally {
    closeSync(file);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
