import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import type { RunContainer } from '../containers/run-container.ts';

/** What the agent must know of a run after a restart. Holds no secrets. */
export interface RunRecord {
  run: RunRef;
  /** Set before there is one. */
  containerName?: string;
  /** Set when it runs. */
  container?: RunContainer;
  /** Set as soon as the environment is there. */
  environment?: RunEnvironment;
  /** Set before the process is started. */
  execution?: {
    /** On which machine, and since which start of it. */
    machine: string;
    /** How often the kernel had killed for want of memory before. */
    memoryKills: number;
    /** Where in the console the output of the process begins. */
    consoleFrom: number;
  };
}

export interface RunEnvironment {
  python: string;
  /** Folder of the virtual environment; null when the machine's own interpreter is used. */
  folder: string | null;
  /** Key in the cache; null when the environment belongs to this run alone. */
  key: string | null;
  /** Folders of the workspace with modules of an installed project. */
  modules: string[];
}

/** The folder of one run: everything of it that is on this machine, except what caches share. */
export interface RunFolder {
  readonly path: string;
  readonly console: string;
  readonly workspace: string;
  /** Configuration of the SDK inside the task. */
  readonly configuration: string;
  /** Virtual environment of this run alone. */
  readonly environment: string;
  /** Where the supervisor writes; see `supervise.sh`. */
  readonly supervision: string;
  record(): RunRecord;
  update(change: Partial<RunRecord>): void;
  /** Lets another user find what is his by its path. */
  share(uid: number): void;
  /** Removes everything but the console and what tells that the run was there. */
  strip(): void;
  remove(): void;
}

/** What is left of a run until its console is shipped. */
const KEPT = new Set(['run.json', 'console', 'supervision']);

/** Opens the folder of a run below `runsDir` and creates it when it is not there. */
export function openRunFolder(runsDir: string, run: RunRef): RunFolder {
  const path = join(runsDir, runKey(run));
  const recordPath = join(path, 'run.json');
  mkdirSync(path, { recursive: true, mode: 0o700 });

  const folder: RunFolder = {
    path,
    console: join(path, 'console'),
    workspace: join(path, 'workspace'),
    configuration: join(path, 'clearml.conf'),
    environment: join(path, 'environment'),
    supervision: join(path, 'supervision'),
    record: () => readRunRecord(path) ?? { run },
    update: (change) => writeAtomically(recordPath, JSON.stringify({ ...folder.record(), ...change })),
    share(uid) {
      if (uid !== process.getuid?.()) chmodSync(path, 0o711);
    },
    strip() {
      for (const name of readdirSync(path)) if (!KEPT.has(name)) removeTree(join(path, name));
    },
    remove: () => removeTree(path),
  };
  if (!readRunRecord(path)) folder.update({ run });
  return folder;
}

/** The record in a run's folder; undefined when there is none or it was never completely written. */
export function readRunRecord(path: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(path, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}

/** A reader sees the old content or the new, whatever happens to the writer. */
export function writeAtomically(path: string, content: string, mode = 0o600): void {
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content, { mode });
  renameSync(part, path);
}

const removeTree = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
