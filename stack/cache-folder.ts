import { homedir } from 'node:os';
import { join } from 'node:path';

/** A folder for what can be fetched or made again, shared by all installations of this user. */
export const cacheFolder = (env: NodeJS.ProcessEnv, name: string): string =>
  join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'perdura', name);

/** Compiled sources, with which a process of ours starts in half the time. */
export const compileCacheFolder = (env: NodeJS.ProcessEnv): string => env.NODE_COMPILE_CACHE || cacheFolder(env, 'compiled');
