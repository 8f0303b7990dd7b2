import { statfsSync } from 'node:fs';

/** Less than this counts as full: a program's next line may not fit. */
const FULL_BELOW_BYTES = 64 * 1024;

/** Free bytes for us on the disk that holds `path`. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

export const isDiskFull = (path: string): boolean => freeBytes(path) < FULL_BELOW_BYTES;
