import { Refusal } from '../../activities/db/errors.ts';
import { ERROR_CODES } from '../clearml/error-codes.ts';

/** A call to the file server that cannot be done; the message is for its caller. */
export class FileError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'FileError';
    this.status = status;
    this.code = code;
  }
}

const BY_CODE: Record<string, readonly [status: number, code: string, message: string]> = {
  ENOENT: [404, 'notFound', 'no such file'],
  ELOOP: [404, 'notFound', 'no such file'],
  ENAMETOOLONG: [400, 'invalidPath', 'the path, or a name in it, is too long'],
  ENOTDIR: [409, 'conflict', 'a file stands where the path has a folder'],
  EEXIST: [409, 'conflict', 'a file stands where the path has a folder'],
  EISDIR: [409, 'conflict', 'the path is a folder'],
  ENOTEMPTY: [409, 'conflict', 'the path is a folder'],
  ENOSPC: [507, 'diskFull', 'the disk of the file server is full; nothing was stored'],
  EDQUOT: [507, 'diskFull', 'the disk quota of the file server is used up; nothing was stored'],
  EFBIG: [507, 'tooLarge', 'the file is larger than the file system of the file server takes'],
};

/** What a caller is told of a failure of the file system; undefined for what is no caller's concern. */
export function toFileError(error: unknown): FileError | undefined {
  if (error instanceof FileError) return error;
  if (error instanceof Refusal) return new FileError(ERROR_CODES[error.code][0], error.code, error.message);
  const known = BY_CODE[(error as NodeJS.ErrnoException)?.code ?? ''];
  return known && new FileError(...known);
}
