import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { StackUrls } from './addresses.ts';
import type { DataFolder } from './data-folder.ts';
import type { Ports } from './options.ts';
import type { ProcessIdentity } from './process-identity.ts';

/** A process that the stack started. */
export interface ServiceRecord extends ProcessIdentity {
  name: string;
  stopSignal: NodeJS.Signals;
}

/** What is known of a stack from outside of its process. Holds no secret. */
export interface StackState {
  supervisor: ProcessIdentity;
  /** Milliseconds since the epoch. */
  startedAt: number;
  phase: 'starting' | 'running' | 'stopping';
  /** Whether the installation was never ready before. */
  firstStart: boolean;
  ports: Ports;
  urls: StackUrls;
  /** In the order of their start. */
  services: ServiceRecord[];
}

/** The state that the last stack on this data folder wrote; undefined when there is none. */
export function readState(folder: DataFolder): StackState | undefined {
  try {
    return JSON.parse(readFileSync(folder.stateFile, 'utf8')) as StackState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes at once and whole: what it says must be true even if we are killed in the next moment. */
export function writeState(folder: DataFolder, state: StackState): void {
  const draft = `${folder.stateFile}.new`;
  writeFileSync(draft, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(draft, folder.stateFile);
}

/** Nothing runs any more. */
export const removeState = (folder: DataFolder): void => rmSync(folder.stateFile, { force: true });
