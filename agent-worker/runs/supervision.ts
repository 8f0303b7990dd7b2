import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, type ProcessIdentity, parseStat } from './process-table.ts';

const SUPERVISOR = fileURLToPath(new URL('supervise.sh', import.meta.url));
const RESERVED_BYTES = 4096;

export interface StartInput {
  /** Folder of the supervisor's own files. */
  folder: string;
  console: string;
  directory: string;
  command: string[];
  env: NodeJS.ProcessEnv;
}

/**
 * Starts the process of a run under a supervisor of its own, in a session of its own. However often and by however many
 * agents it is called for one folder, the process is started once: the first supervisor wins, the others leave.
 */
export async function startSupervised({ folder, console, directory, command, env }: StartInput): Promise<ChildProcess> {
  mkdirSync(folder, { recursive: true });
  for (const name of ['supervisor', 'process', 'exit']) reserve(join(folder, `${name}.part`));
  const child = spawn('/bin/sh', [SUPERVISOR, folder, console, ...command], {
    cwd: directory,
    env,
    detached: true,
    stdio: 'ignore',
  });
  await once(child, 'spawn');
  child.unref();
  return child;
}

function reserve(path: string): void {
  if (!existsSync(path)) writeFileSync(path, ' '.repeat(RESERVED_BYTES), { mode: 0o600 });
}

/** What the files of a supervisor say about its run. */
export interface SupervisionState {
  started: boolean;
  /** As a shell has it: 128 + n for signal n. */
  exitCode: number | undefined;
  supervisor: ProcessIdentity | undefined;
  process: ProcessIdentity | undefined;
  /** The supervisor or its process lives. */
  alive: boolean;
}

export function readSupervision(folder: string): SupervisionState {
  const [supervisor, process] = [readIdentity(join(folder, 'supervisor')), readIdentity(join(folder, 'process'))];
  const alive = [supervisor, process].some((identity) => identity !== undefined && isAlive(identity));
  // Read after the processes were looked at: a supervisor that is gone has written the code before.
  const exit = readText(join(folder, 'exit'));
  return {
    started: existsSync(join(folder, 'started')),
    exitCode: exit === undefined ? undefined : Number.parseInt(exit, 10),
    supervisor,
    process,
    alive,
  };
}

function readIdentity(path: string): ProcessIdentity | undefined {
  const entry = parseStat(readText(path) ?? '');
  return entry && { pid: entry.pid, startTime: entry.startTime };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
