import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withFileLock } from '../../tools/with-file-lock.ts';
import type { WorkerName } from '../options/worker-name.ts';
import { identify, isAlive, type ProcessIdentity } from '../runs/process-table.ts';
import { writeAtomically } from '../runs/run-folder.ts';

/** What one worker id has on this machine. Belongs to one agent process at a time. */
export interface WorkerFolder {
  worker: string;
  /** Tells this agent, over its restarts, from another one with the same id. */
  instance: string;
  runsDir: string;
  /** Lets another process have the id. */
  release(): void;
}

const HIGHEST_NUMBER = 1_000;

/** The ids that an agent may take, in the order in which it should try them: those first under which it has left runs. */
export function workerCandidates(workersDir: string, name: WorkerName): string[] {
  if (name.kind === 'exact') return [name.id];
  const ids = Array.from({ length: HIGHEST_NUMBER }, (_, number) => `${name.prefix}:${number}`);
  const hasRuns = (id: string) => {
    const runs = join(workersDir, folderName(id), 'runs');
    return existsSync(runs) && readdirSync(runs).length > 0;
  };
  return [...ids.filter(hasRuns), ...ids.filter((id) => !hasRuns(id))];
}

/** Takes the folder of a worker id; undefined while another living process has it. */
export async function takeWorkerFolder(
  workersDir: string,
  worker: string,
  signal: AbortSignal,
): Promise<WorkerFolder | undefined> {
  const path = join(workersDir, folderName(worker));
  const [ownerPath, instancePath] = [join(path, 'owner.json'), join(path, 'instance')];
  return withFileLock(path, { signal }, async () => {
    const owner = readOwner(ownerPath);
    if (owner && isAlive(owner)) return undefined;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    writeAtomically(ownerPath, JSON.stringify(identify(process.pid)));
    if (!existsSync(instancePath)) writeAtomically(instancePath, randomUUID());
    return {
      worker,
      instance: readFileSync(instancePath, 'utf8'),
      runsDir: join(path, 'runs'),
      release: () => rmSync(ownerPath, { force: true }),
    };
  });
}

function readOwner(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** Without characters that are special to shells and tools, and still one for each id. */
const folderName = (worker: string): string =>
  `${worker.replace(/[^\w.,-]/g, '_')}-${createHash('sha256').update(worker).digest('hex').slice(0, 6)}`;
