import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { keepLatest, noteUse } from '../tools/keep-latest.ts';

const SOURCES = fileURLToPath(new URL('../workflows/', import.meta.url));
const SDK_MANIFEST = fileURLToPath(new URL('../node_modules/@temporalio/workflow/package.json', import.meta.url));
const BUILDER = fileURLToPath(new URL('./build-bundle.ts', import.meta.url));

const NAME = /^workflows-[0-9a-f]{16}\.js$/;
/** Each version of the workflows is one, of about 2 MB. A worker reads its bundle once, right after it was provided. */
const BUNDLES = { keep: 3, spareMs: 3_600_000, belongs: (name: string) => NAME.test(name) };

/**
 * Path of the bundled workflows, built when their sources have changed. Kept by content under the user's cache folder, since
 * bundling costs the starting process a second and 250 MiB that it would never give back. The few that were used last are kept.
 */
export async function provideWorkflowBundle(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'perdura');
  const path = join(folder, `workflows-${await hashSources()}.js`);
  // Before the look, so that nobody removes what was seen.
  noteUse(path);
  if (await exists(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  await execa(process.execPath, [BUILDER, path]);
  keepLatest(folder, BUNDLES);
  return path;
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(SDK_MANIFEST));
  const names = (await readdir(SOURCES, { recursive: true })).filter((name) => name.endsWith('.ts')).toSorted();
  for (const name of names) hash.update(name).update(await readFile(join(SOURCES, name)));
  return hash.digest('hex').slice(0, 16);
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
