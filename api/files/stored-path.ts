import { realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { FileError } from './file-error.ts';

/** Folder below the root for what is not complete yet; no path of a caller leads into it. */
export const UPLOADS_FOLDER = '.uploads';

const LONGEST_NAME = 255;
const LONGEST_PATH = 3072;

/**
 * Path of a file below the root, from a path as the SDK sends it in a form: not encoded.
 * @throws FileError 400 when it leads out of the root or could not be stored
 */
export function plainPath(path: string): string {
  return checkedPath(path.split('/'));
}

/**
 * Path of a file below the root, from the path of a URL: each name is decoded once.
 * @throws FileError 400
 */
export function urlPath(path: string): string {
  return checkedPath(path.split('/').map(decodeName));
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw invalid(`"${name}" is not UTF-8 in percent encoding`);
  }
}

function checkedPath(parts: string[]): string {
  const names = parts.filter((name) => name !== '');
  for (const name of names) checkName(name);
  if (names.length === 0) throw invalid('the path is empty');
  if (names[0] === UPLOADS_FOLDER) throw invalid(`"${UPLOADS_FOLDER}" is reserved`);
  const path = names.join(sep);
  if (Buffer.byteLength(path) > LONGEST_PATH) throw invalid(`the path has more than ${LONGEST_PATH} bytes`);
  return path;
}

function checkName(name: string): void {
  if (name.includes('\0')) throw invalid('a name holds a zero byte');
  if (name.includes('/')) throw invalid('a name holds an encoded "/"');
  if (name.split('\\').some((part) => part === '.' || part === '..')) throw invalid('"." and ".." are not allowed');
  if (Buffer.byteLength(name) > LONGEST_NAME) throw invalid(`a name has more than ${LONGEST_NAME} bytes`);
}

const invalid = (why: string) => new FileError(400, 'invalidPath', `invalid path: ${why}`);

/**
 * The file behind a path, when it really lies below the root: symbolic links are not followed out of it.
 * @throws FileError 404
 */
export async function insideRoot(root: string, path: string): Promise<string> {
  const [realRoot, real] = await Promise.all([realpath(root), realpath(join(root, path))]);
  if (!real.startsWith(realRoot + sep)) throw new FileError(404, 'notFound', 'no such file');
  return real;
}

/** The folder that shall hold the file, which exists; the same check. */
export async function folderInsideRoot(root: string, path: string): Promise<string> {
  const folder = dirname(path);
  return folder === '.' ? realpath(root) : insideRoot(root, folder);
}
