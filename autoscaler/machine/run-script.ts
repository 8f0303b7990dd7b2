import { type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { killGroup } from '../../tools/kill-group.ts';
import { followFile } from './follow-file.ts';

/**
 * Runs the script in a shell of its own, as if it stood in the middle of one: it ends at the first command that fails, and what it
 * exports is kept.
 */
const AROUND = `
trap 'perdura_code=$?; env -0 >"$1/environment"; exit $perdura_code' EXIT
trap 'echo "line $LINENO failed with exit code $?: $BASH_COMMAND" >&2' ERR
set -e
. "$1/script.sh"
`;

/** The end of it, which says how it went. */
const LONGEST_LOG = 20_000;

export interface ScriptInput {
  script: string;
  stateDir: string;
  env: NodeJS.ProcessEnv;
  /** Shows what it prints while it runs. */
  print(text: string): void;
  /** Ends it, with all that it has started and that is in its process group. */
  signal: AbortSignal;
}

export interface ScriptOutcome {
  ok: boolean;
  /** The end of what it printed. */
  log: string;
  /** With what it exported. */
  env: NodeJS.ProcessEnv;
}

/** Runs the script that comes before the agent. What it leaves running in the background goes on. */
export async function runScript({ script, stateDir, env, print, signal }: ScriptInput): Promise<ScriptOutcome> {
  const folder = join(stateDir, 'set-up');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'script.sh'), `${script}\n`);
  signal.throwIfAborted();
  // A file and no pipe: a service that the script starts holds it open and goes on writing to it.
  const output = join(folder, 'output');
  const descriptor = openSync(output, 'a');
  const stdio: StdioOptions = ['ignore', descriptor, descriptor];
  const child = spawn('bash', ['-c', AROUND, 'bash', folder], { env, stdio, detached: true });
  closeSync(descriptor);
  const abort = () => child.pid !== undefined && killGroup(child.pid, 'SIGKILL');
  signal.addEventListener('abort', abort, { once: true });
  const follower = followFile(output, print);
  try {
    const [code, killedBy] = (await once(child, 'exit')) as [number | null, string | null];
    signal.throwIfAborted();
    const log = (await readFile(output, 'utf8')).slice(-LONGEST_LOG);
    return {
      ok: code === 0,
      log: code === 0 || log.includes('failed with exit code') ? log : `${log}\nended with ${killedBy ?? `exit code ${code}`}`,
      env: await exported(folder, env),
    };
  } finally {
    signal.removeEventListener('abort', abort);
    await follower.end();
  }
}

/** As the script has left it; as it was, when the script was killed before it could say. */
async function exported(folder: string, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  try {
    const text = await readFile(join(folder, 'environment'), 'utf8');
    const pairs = text.split('\0').filter(Boolean);
    return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  } catch {
    return env;
  }
}
