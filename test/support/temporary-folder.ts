import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './agent-process.ts';

/** Followed by the number of the run's process. Short, since the paths of sockets have 107 bytes at most. */
const RUN = 'perdura-test-';
/** Followed by the number of the process that runs test files. */
const FILE = 'file-';
const VARIABLE = 'PERDURA_TEST_FOLDER';
/** No run takes as long. */
const ABANDONED_MS = 3_600_000;
const SETTLE_MS = 5_000;

/** What programs of others never remove: files without content by which Python's SDK and uv lock something, and what Vite has compiled. */
const LEFT_BY_OTHERS = [/^clearml_[0-9a-f]{32}\.lock$/, /^uv-[\w-]+\.lock$/, /^node-compile-cache$/];

/** Makes the folder for everything temporary of this run and of what it starts; removes those of runs that were killed. */
export function openRunFolder(): void {
  removeAbandoned();
  const root = mkdtempSync(join(tmpdir(), `${RUN}${process.pid}-`));
  process.env[VARIABLE] = root;
  use(root);
}

/** Gives the process that runs a test file a folder of its own, so that what is left there is known to be the file's. */
export function openFileFolder(): void {
  const folder = join(runFolder(), `${FILE}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  use(folder);
}

/** @throws Error naming what the tests of the file have left, which is removed */
export async function closeFileFolder(): Promise<void> {
  const folder = process.env.TMPDIR!;
  const end = Date.now() + SETTLE_MS;
  while (leftIn(folder).length > 0 && Date.now() < end) await sleep(20);
  const left = leftIn(folder);
  for (const name of readdirSync(folder)) remove(join(folder, name));
  if (left.length > 0) throw new Error(`leak: left in the temporary folder by the tests of the file: ${left.join(', ')}`);
}

/** Removes the run's folder. @throws Error naming what was left in it, beside what its files had to answer for */
export function closeRunFolder(): void {
  const root = runFolder();
  const left = readdirSync(root).flatMap((name) => (name.startsWith(FILE) ? leftIn(join(root, name)) : name));
  remove(root);
  if (left.length > 0) throw new Error(`leak: left in the temporary folder: ${left.join(', ')}`);
}

function runFolder(): string {
  const folder = process.env[VARIABLE];
  if (!folder) throw new Error(`${VARIABLE} is not set: test/support/servers.ts sets it before the tests`);
  return folder;
}

/** Other users, Postgres's own among them, must get past. */
function use(folder: string): void {
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
}

const leftIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => !LEFT_BY_OTHERS.some((pattern) => pattern.test(name)));

const remove = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${RUN}(\\d+)-`).exec(name)?.[1];
    const folder = join(tmpdir(), name);
    if (pid && !isAlive(Number(pid)) && ageOf(folder) > ABANDONED_MS) remove(folder);
  }
}

/** Milliseconds since it was last changed; 0 for what is gone. */
const ageOf = (path: string): number => Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
