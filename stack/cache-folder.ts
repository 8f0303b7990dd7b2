import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { keepLatest, noteUse } from '../tools/keep-latest.ts';

/** A folder for what can be fetched or made again, shared by all installations of this user. */
export const cacheFolder = (env: NodeJS.ProcessEnv, name: string): string =>
  join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'perdura', name);

/** Each checkout or installed package, and each version of Node, fills a folder of its own, of about 20 MB. */
const COMPILED = { keep: 3, spareMs: 3_600_000 };

/** Compiled sources, with which a process of ours starts in half the time. Node keeps them by the paths of the sources. */
export const compileCacheFolder = (env: NodeJS.ProcessEnv): string =>
  env.NODE_COMPILE_CACHE || cacheFolder(env, join('compiled', PROGRAM));

const PROGRAM = createHash('sha256')
  .update([import.meta.url, process.version, process.arch].join('\n'))
  .digest('hex')
  .slice(0, 12);

/** The folder of `compileCacheFolder`, which is there now; those of installations that were not used for longest go when it is new. */
export function openCompileCache(env: NodeJS.ProcessEnv): string {
  const folder = compileCacheFolder(env);
  if (env.NODE_COMPILE_CACHE) return folder;
  if (isMade(folder)) keepLatest(dirname(folder), COMPILED);
  else noteUse(folder);
  return folder;
}

/** Whether it had to be made. A cache that cannot be written is none, and no reason not to start. */
function isMade(folder: string): boolean {
  try {
    return mkdirSync(folder, { recursive: true }) !== undefined;
  } catch {
    return false;
  }
}
