import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';

/** Another live process has the installation. */
export class LockedError extends Error {
  override name = 'LockedError';
  readonly holder: ProcessIdentity;

  constructor(holder: ProcessIdentity) {
    super(`process ${holder.pid} already runs this installation: see \`perdura status\`, stop it by \`perdura down\``);
    this.holder = holder;
  }
}

/** Makes this process the only one that runs an installation, until `release`. Throws LockedError. */
export function takeLock(path: string): { owner: ProcessIdentity; release(): void } {
  const owner = identifyProcess(process.pid)!;
  const own = `${path}.${owner.pid}`;
  writeFileSync(own, JSON.stringify(owner));
  try {
    linkLock(own, path);
  } finally {
    rmSync(own, { force: true });
  }
  return { owner, release: () => rmSync(path, { force: true }) };
}

/** The live process that runs the installation, if any. */
export function lockHolder(path: string): ProcessIdentity | undefined {
  const holder = readHolder(path);
  return holder && isRunning(holder) ? holder : undefined;
}

/** A link is made by one process only. One left by a dead process is moved away first, which also only one can do. */
function linkLock(own: string, path: string): void {
  for (;;) {
    try {
      linkSync(own, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = lockHolder(path);
    if (holder) throw new LockedError(holder);
    moveAway(path, `${own}.stale`);
  }
}

/** Puts a lock back that came alive between our look at it and the move. */
function moveAway(path: string, to: string): void {
  try {
    renameSync(path, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = lockHolder(to);
  if (moved) renameSync(to, path);
  else rmSync(to, { force: true });
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
