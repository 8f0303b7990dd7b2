import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../runs/run-folder.ts';
import { installedDistributions } from './installed-distributions.ts';

/** Who uses an environment, and until when: for as long as its folder exists. */
export interface Lease {
  runKey: string;
  folder: string;
}

interface ReadyRecord {
  packages: string[];
  distributions: string[];
}

/** One environment in the cache, with what must be known of it. It is there for others when its last file is written. */
export interface CacheEntry {
  readonly path: string;
  /** The virtual environment. */
  readonly folder: string;
  /** What was installed; undefined while the environment is not complete. */
  packages(): string[] | undefined;
  /** Milliseconds since the epoch; 0 while the environment is not complete. */
  usedAt(): number;
  isUsed(): boolean;
  /** A run has installed or removed something, or somebody has cleaned up in it, so that it is no longer what its key says. */
  isChanged(): boolean;
  complete(packages: string[]): void;
  lease(lease: Lease): void;
  release(runKey: string): void;
  remove(): void;
}

export function cacheEntry(path: string): CacheEntry {
  const folder = join(path, 'venv');
  const [readyPath, changedPath, leases] = [join(path, 'ready.json'), join(path, 'changed'), join(path, 'leases')];

  const read = (): ReadyRecord | undefined => {
    try {
      return JSON.parse(readFileSync(readyPath, 'utf8')) as ReadyRecord;
    } catch {
      return undefined;
    }
  };
  const differs = () => installedDistributions(folder).join() !== read()?.distributions.join();

  // The link itself: what it leads to may be in the image of a container.
  const hasPython = () => lstatSync(join(folder, 'bin/python'), { throwIfNoEntry: false }) !== undefined;

  return {
    path,
    folder,
    packages: () => read()?.packages,
    usedAt: () => statSync(readyPath, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    isUsed: () => existsSync(leases) && readdirSync(leases).some((name) => existsSync(readFileSync(join(leases, name), 'utf8'))),
    isChanged: () => existsSync(changedPath) || (read() !== undefined && !hasPython()),
    complete(packages) {
      const record: ReadyRecord = { packages, distributions: installedDistributions(folder) };
      writeAtomically(readyPath, JSON.stringify(record));
    },
    lease(lease) {
      mkdirSync(leases, { recursive: true });
      writeFileSync(join(leases, lease.runKey), lease.folder);
      utimesSync(readyPath, new Date(), new Date());
    },
    release(runKey) {
      if (!existsSync(join(leases, runKey))) return;
      if (differs()) writeFileSync(changedPath, '');
      rmSync(join(leases, runKey), { force: true });
    },
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
