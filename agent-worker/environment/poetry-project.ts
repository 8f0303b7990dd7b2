import { join } from 'node:path';
import type { LockSource } from './choose-packages.ts';
import { readIfThere } from './read-if-there.ts';

/** What poetry is to install for the project in a folder; undefined where there is none. */
export function poetryProject(folder: string): LockSource | undefined {
  const [lock, project] = ['poetry.lock', 'pyproject.toml'].map((name) => readIfThere(join(folder, name)));
  if (lock === undefined && !isProject(project)) return undefined;
  return {
    kind: 'lock',
    what: lock === undefined ? 'pyproject.toml, without poetry.lock' : 'poetry.lock',
    folder,
    text: [lock ?? '', project ?? ''].join('\n'),
    keepable: lock !== undefined && !takesFromDisk(lock),
    modules: ['.', 'src', ...packageFolders(project ?? '')],
  };
}

/** Other tools keep their settings in such a file, too. */
const isProject = (pyproject: string | undefined): boolean => /^\[(project|tool\.poetry)\]/m.test(pyproject ?? '');

/** A dependency by its path is as it lies in this checkout. */
const takesFromDisk = (lock: string): boolean => /^type = "(directory|file)"$/m.test(lock);

/** As in `packages = [{ include = "mine", from = "lib" }]`. */
function packageFolders(pyproject: string): string[] {
  const packages = /^packages\s*=\s*\[([^\]]*)\]/m.exec(pyproject)?.[1] ?? '';
  return [...packages.matchAll(/\bfrom\s*=\s*["']([^"']+)["']/g)].map(([, folder]) => folder!);
}
