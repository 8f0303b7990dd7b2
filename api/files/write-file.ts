import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { folderInsideRoot, UPLOADS_FOLDER } from './stored-path.ts';

/** A file whose bytes are on the disk, and which nobody sees yet. */
export interface ReceivedFile {
  /** Bytes. */
  size: number;
  /** Puts it under its path, in place of what may be there. */
  publish(path: string): Promise<void>;
  discard(): Promise<void>;
}

/** Receives a file of any size. When that fails, nothing of it remains. */
export async function receiveFile(root: string, source: AsyncIterable<Buffer>): Promise<ReceivedFile> {
  const temporary = join(await uploadsFolder(root), randomUUID());
  const discard = () => rm(temporary, { force: true });
  const size = await writeStream(temporary, source).catch(async (error) => {
    await discard();
    throw error;
  });
  return {
    size,
    publish: (path) => publish(root, temporary, path),
    discard,
  };
}

/** Where files are kept until they are complete: below the root, so that moving one is no copying. */
export async function uploadsFolder(root: string): Promise<string> {
  const folder = join(root, UPLOADS_FOLDER);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Writes a stream to a file, from `start` on, and to the disk. Answers how many bytes. */
export async function writeStream(file: string, source: AsyncIterable<Buffer>, start = 0): Promise<number> {
  // Opened first: a source that breaks off at once must not have the file come into being after it was cleared away.
  const handle = await open(file, start === 0 ? 'w' : 'r+');
  const target = handle.createWriteStream({ start, flush: true });
  await pipeline(source, target);
  return target.bytesWritten;
}

const TRIES = 5;

/** Moves a complete file to its path. A folder may vanish meanwhile, when its last file is deleted. */
export async function publish(root: string, file: string, path: string, tries = TRIES): Promise<void> {
  try {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await rename(file, join(await folderInsideRoot(root, path), basename(path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries <= 1) throw error;
    await publish(root, file, path, tries - 1);
  }
}
