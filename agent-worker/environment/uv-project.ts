import { join } from 'node:path';
import type { LockSource } from './choose-packages.ts';
import { readIfThere } from './read-if-there.ts';

/** What uv is to install for the project in a folder; undefined where nothing is locked. */
export function uvProject(folder: string): LockSource | undefined {
  const lock = readIfThere(join(folder, 'uv.lock'));
  if (lock === undefined) return undefined;
  const project = readIfThere(join(folder, 'pyproject.toml')) ?? '';
  return {
    kind: 'lock',
    what: 'uv.lock',
    folder,
    text: [lock, project].join('\n'),
    keepable: !takesFromDisk(lock),
    modules: ['.', 'src'],
  };
}

/** A dependency by its path is as it lies in this checkout. The project and the members of its workspace do so too, and are not installed. */
function takesFromDisk(lock: string): boolean {
  const members = /^\[manifest\]\s*^members = \[([^\]]*)\]/m.exec(lock)?.[1] ?? '';
  return lock.split(/^\[\[package\]\]$/m).some((text) => {
    const name = /^name = ("[^"]+")$/m.exec(text)?.[1];
    const path = /^source = \{ (?:directory|editable|path) = "([^"]+)"/m.exec(text)?.[1];
    return path !== undefined && path !== '.' && !members.includes(name ?? '');
  });
}
