import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Environment, expandHome } from './clearml-conf.ts';

/** Where root's installation lives when its home is closed to the user that Postgres runs as. */
export const ROOT_DATA_DIR = '/var/lib/perdura';

/** The folder of the installation that a command means: the option, `PERDURA_DATA_DIR`, or the default. Absolute. */
export function dataDirPath(options: { dataDir?: string | undefined; env: Environment }): string {
  const chosen = options.dataDir || options.env.PERDURA_DATA_DIR;
  return chosen ? resolve(expandHome(chosen, options.env)) : defaultDataDir(options.env);
}

function defaultDataDir(env: Environment): string {
  const home = join(env.HOME || homedir(), '.perdura');
  return process.getuid?.() === 0 && !openToOthers(home) ? ROOT_DATA_DIR : home;
}

/** Whether every existing folder on the way to `path` may be passed by other users, as Postgres must when we are root. */
export function openToOthers(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const mode = statSync(folder, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
