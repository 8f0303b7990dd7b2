import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names and versions of what is installed in a virtual environment, by its folders; sorted. */
export function installedDistributions(environment: string): string[] {
  const lib = join(environment, 'lib');
  if (!existsSync(lib)) return [];
  return readdirSync(lib)
    .map((name) => join(lib, name, 'site-packages'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.endsWith('.dist-info') || name.endsWith('.egg-link'))
    .toSorted();
}
