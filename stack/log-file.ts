import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

/** A log is cut when it is this long; one older part is kept beside it as `<name>.1`. */
const LONGEST_LOG_BYTES = 16 * 1024 * 1024;
/** How far back the last lines are looked for. */
const TAIL_BYTES = 8 * 1024;

export const logSize = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Cuts a log that has grown too long. Processes write to it themselves, by appending, so that they live on without us;
 * therefore it is copied and emptied, never moved.
 */
export function cutLog(path: string, longest: number = LONGEST_LOG_BYTES): void {
  if (logSize(path) <= longest) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}

/** The text from byte `start` to the end. */
export function readLog(path: string, start: number): string {
  const length = logSize(path) - start;
  if (length <= 0) return '';
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, length, start)).toString('utf8');
  } finally {
    closeSync(file);
  }
}

/** The last lines that were written after byte `start`. */
export function lastLines(path: string, start: number, count: number): string {
  const text = readLog(path, Math.max(start, logSize(path) - TAIL_BYTES));
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
