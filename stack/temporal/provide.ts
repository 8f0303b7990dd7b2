import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';
import { hasGo } from '../go-install.ts';
import { OptionError } from '../options.ts';
import type { Progress } from '../progress.ts';
import { buildTemporal } from './build.ts';
import { archiveUrl, downloadTemporal } from './download.ts';
import { checkTemporal, TEMPORAL_CLI_VERSION } from './version.ts';

export interface ProvideTemporalOptions {
  env: NodeJS.ProcessEnv;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * The Temporal CLI to run: the one that `PERDURA_TEMPORAL_CLI` names, the one on the PATH, the one fetched earlier; else
 * the official download, and where that cannot be reached a build from source. Throws an Error that says what to install when all fail.
 */
export async function provideTemporal(options: ProvideTemporalOptions): Promise<string> {
  const { env } = options;
  const named = env.PERDURA_TEMPORAL_CLI;
  if (named) return useNamed(named);
  if ((await checkTemporal('temporal')).usable) return 'temporal';
  const cached = join(cacheFolder(env, `temporal-${TEMPORAL_CLI_VERSION}`), 'temporal');
  if ((await checkTemporal(cached)).usable) return cached;
  return fetchTemporal(cached, options);
}

async function useNamed(program: string): Promise<string> {
  const check = await checkTemporal(program);
  if (!check.usable) throw new OptionError(`PERDURA_TEMPORAL_CLI is ${program}, which ${check.why}`);
  return program;
}

/** Each attempt works in a folder of its own, so that two starts at once do not meet. */
async function fetchTemporal(cached: string, { progress, signal }: ProvideTemporalOptions): Promise<string> {
  const folder = `${dirname(cached)}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  try {
    await obtain(folder, progress, signal);
    await mkdir(dirname(cached), { recursive: true });
    await rename(join(folder, 'temporal'), cached);
    return cached;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function obtain(folder: string, progress: Progress, signal: AbortSignal): Promise<void> {
  try {
    const url = archiveUrl();
    if (!url) throw new Error(`there is none for ${process.platform} on ${process.arch}`);
    await progress.step(`downloading the Temporal CLI ${TEMPORAL_CLI_VERSION}`, () => downloadTemporal(url, folder, signal));
  } catch (error) {
    signal.throwIfAborted();
    progress.note(`that download failed: ${rootMessage(error)}`);
    if (!(await hasGo())) throw new Error(HOW_TO_INSTALL, { cause: error });
    await progress.step('building the Temporal CLI from source with Go (some minutes)', () => buildTemporal(folder, signal));
  }
}

const HOW_TO_INSTALL =
  'the Temporal CLI is missing and could not be fetched: install it (the program `temporal`, on the PATH or named by PERDURA_TEMPORAL_CLI), or install Go 1.24 or newer, then start again';

const rootMessage = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error ? rootMessage(cause) : message;
};
