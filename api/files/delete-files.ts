import { rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ApiOptions } from '../options.ts';
import { toFileError } from './file-error.ts';
import { insideRoot, plainPath, urlPath } from './stored-path.ts';

/**
 * Deletes a file, and the folders that it leaves empty.
 * @throws FileError 404 when there is no such file
 */
export async function deleteFile(root: string, path: string): Promise<void> {
  await insideRoot(root, dirname(path) === '.' ? path : dirname(path));
  await unlink(join(root, path));
  await removeEmptyFolders(root, dirname(path));
}

/**
 * Deletes a file, or a folder with all that is in it.
 * @throws FileError 404 when there is neither
 */
export async function deleteTree(root: string, path: string): Promise<void> {
  const found = await insideRoot(root, path);
  if (!(await stat(found)).isDirectory()) return deleteFile(root, path);
  await rm(join(root, path), { recursive: true });
  await removeEmptyFolders(root, dirname(path));
}

/** Deletes the stored files among some URLs; those of other servers, and those that are gone, are left. Answers how many. */
export async function deleteFiles(
  { filesDir, urls }: Pick<ApiOptions, 'filesDir' | 'urls'>,
  addresses: Iterable<string>,
): Promise<number> {
  const bases = [`${withoutSlash(urls.files)}/`, `${withoutSlash(urls.web)}/files/`];
  let deleted = 0;
  for (const address of new Set(addresses)) {
    const base = bases.find((each) => address.startsWith(each));
    if (base && (await deleteQuietly(filesDir, address.slice(base.length)))) deleted += 1;
  }
  return deleted;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** A URL is encoded, but clients have written some that are not. */
async function deleteQuietly(root: string, path: string): Promise<boolean> {
  for (const read of [urlPath, plainPath]) {
    try {
      await deleteFile(root, read(path));
      return true;
    } catch (error) {
      if (!toFileError(error)) throw error;
    }
  }
  return false;
}

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  if (folder === '.') return;
  try {
    await rmdir(join(root, folder));
  } catch {
    // Not empty, or gone already.
    return;
  }
  await removeEmptyFolders(root, dirname(folder));
}
