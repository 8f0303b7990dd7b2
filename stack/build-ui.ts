import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { withFileLock } from '../tools/with-file-lock.ts';
import type { Progress } from './progress.ts';

export interface BuildUiOptions {
  projectFolder: string;
  /** Gets the reason when the build fails. */
  logFile: string;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Builds the web pages into `ui/dist` when they are missing or older than their sources. The rest of the stack is of use
 * without them, so a failure is only told.
 */
export async function ensureUi({ projectFolder, logFile, progress, signal }: BuildUiOptions): Promise<void> {
  const ui = join(projectFolder, 'ui');
  const config = join(ui, 'vite.config.ts');
  if (!existsSync(config)) return progress.note('the web pages are missing in this checkout: there will be none');
  if (await isUpToDate(projectFolder)) return;
  const vite = join(projectFolder, 'node_modules/.bin/vite');
  if (!existsSync(vite)) return progress.note('the web pages cannot be built, since the development packages are not installed');
  try {
    // Several installations may start from one checkout at once.
    await progress.step('building the web pages', () =>
      withFileLock(join(ui, 'dist'), { signal }, async () => {
        if (!(await isUpToDate(projectFolder))) await build(vite, config, ui, signal);
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    await writeFile(logFile, `${(error as Error).message}\n`, { mode: 0o600 });
    const instead = existsSync(join(ui, 'dist/index.html')) ? 'the old ones' : 'none';
    progress.note(`the web pages could not be built, see ${logFile}; going on with ${instead}`);
  }
}

/** Builds beside and swaps at the end: another installation may be serving the old pages. */
async function build(vite: string, config: string, ui: string, signal: AbortSignal): Promise<void> {
  const draft = join(ui, `dist.${process.pid}`);
  const old = `${draft}.old`;
  try {
    await execa(vite, ['build', '--config', config, '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn', ui], {
      cancelSignal: signal,
      env: { NODE_ENV: 'production' },
    });
    await rename(join(ui, 'dist'), old).catch(() => {});
    await rename(draft, join(ui, 'dist'));
  } finally {
    await Promise.all([draft, old].map((path) => rm(path, { recursive: true, force: true })));
  }
}

async function isUpToDate(projectFolder: string): Promise<boolean> {
  const built = await modified(join(projectFolder, 'ui/dist/index.html'));
  return built !== undefined && built >= (await newestSource(projectFolder));
}

/** Of the pages, and of the pure rules that they share with the server. */
async function newestSource(projectFolder: string): Promise<number> {
  const dist = join(projectFolder, 'ui/dist');
  const sources = (await Promise.all(['ui', 'workflows/domain'].map((folder) => filesIn(join(projectFolder, folder))))).flat();
  const own = sources.filter((path) => !path.startsWith(dist));
  const times = await Promise.all([join(projectFolder, 'package-lock.json'), ...own].map(modified));
  return Math.max(...times.map((time) => time ?? 0));
}

async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const modified = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.mtimeMs;
