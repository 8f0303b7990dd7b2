import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { SimpleGit } from 'simple-git';

/** Begins every file that stands for one that Git LFS keeps elsewhere. */
const POINTER = 'version https://git-lfs.github.com/spec/';

/** The files of a checkout that Git LFS should have brought and has not. */
export async function lfsPointers(git: SimpleGit, folder: string): Promise<string[]> {
  const listed = await git.raw(['ls-files', '-z', ':(top,attr:filter=lfs)']);
  const paths = listed.split('\0').filter((path) => path !== '');
  const found = await Promise.all(paths.map((path) => isPointer(join(folder, path))));
  return paths.filter((_, at) => found[at]);
}

async function isPointer(path: string): Promise<boolean> {
  try {
    const [bytes] = await createReadStream(path, { end: POINTER.length - 1 })
      .take(1)
      .toArray();
    return String(bytes ?? '') === POINTER;
  } catch {
    // A link that leads nowhere, or a file that a sparse checkout leaves out.
    return false;
  }
}
