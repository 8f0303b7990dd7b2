import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { SecretMask } from './secret-mask.ts';

const LOST_NOTICE = '[perdura] output is missing here: there was no space left on the disk\n';

/** The agent's own pen in a run's console file, in which the user's process writes too. */
export interface ConsoleSpool {
  readonly path: string;
  /** Appends output of a stage's command as it comes. */
  write(text: string | Buffer): void;
  /** Appends one line, on a line of its own. */
  line(text: string): void;
}

/** A full disk never stops a stage: what could not be written is told as soon as there is space again. */
export function createConsoleSpool(path: string, mask: () => SecretMask): ConsoleSpool {
  let lost = false;

  const append = (bytes: Buffer): void => {
    try {
      appendFileSync(path, lost ? Buffer.concat([Buffer.from(LOST_NOTICE), bytes]) : bytes, { mode: 0o600 });
      lost = false;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      lost = true;
    }
  };

  return {
    path,
    write: (text) => append(mask().bytes(Buffer.from(text as string))),
    line: (text) => append(mask().bytes(Buffer.from(`${endsInLine(path) ? '' : '\n'}${text}\n`))),
  };
}

function endsInLine(path: string): boolean {
  const last = readTail(path, 1);
  return last.length === 0 || last[0] === 0x0a;
}

/** The last bytes of a file; empty when there is no file. */
export function readTail(path: string, bytes: number, from = 0): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    const start = Math.max(from, size - bytes);
    const tail = Buffer.alloc(Math.max(0, size - start));
    return tail.subarray(0, readSync(file, tail, 0, tail.length, start));
  } finally {
    closeSync(file);
  }
}
