import { statfsSync } from 'node:fs';
import type { Logger } from 'pino';

/** Less than this counts as full: a program's next line may not fit. */
const FULL_BELOW_BYTES = 64 * 1024;

/** Free bytes for us on the disk that holds `path`. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** Less than this is not enough to begin a run. */
const LEAST_TO_BEGIN_BYTES = 8 * 1024 * 1024;

/**
 * Keeps an agent from claiming runs that it could only fail.
 * @throws Error naming the folder and what is left on its disk
 */
export function requireSpace(path: string, log: Logger): void {
  const free = freeBytes(path);
  if (free >= LEAST_TO_BEGIN_BYTES) return;
  const message = `no task is taken: ${Math.floor(free / 1024)} KiB are left on the disk of ${path}, and a run needs ${LEAST_TO_BEGIN_BYTES / 1024} KiB to begin`;
  log.warn(message);
  throw new Error(message);
}

export const isDiskFull = (path: string): boolean => freeBytes(path) < FULL_BELOW_BYTES;
