import { spawn } from 'node:child_process';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

const CACHE = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const PROGRAM = join(import.meta.dirname, '../../cli/perdura.ts');

/** Runs the real command in a process of its own. Nothing of our environment that names a server goes with it. */
export function runCli(
  args: string[],
  { env = {}, input = '' }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<CliResult> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, HOME: '/nowhere', TMPDIR: tmpdir(), XDG_CACHE_HOME: CACHE, ...env },
  });
  const result: CliResult = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    result.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    result.stderr += chunk;
  });
  child.stdin.on('error', () => {}).end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...result, code })));
}
