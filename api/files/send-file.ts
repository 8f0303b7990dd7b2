import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Context } from 'koa';
import { describeContent } from './content-type.ts';
import { FileError } from './file-error.ts';
import { insideRoot } from './stored-path.ts';

/** Answers a file, or the range of it that is asked for, or that it has not changed. */
export async function sendFile(ctx: Context, root: string, path: string): Promise<void> {
  const file = await open(await insideRoot(root, path), constants.O_RDONLY | constants.O_NOFOLLOW);
  let sending = false;
  try {
    const size = await describe(ctx, file, path);
    const range = ctx.fresh ? 'unchanged' : chooseRange(ctx, size);
    if (range === 'unchanged') ctx.status = 304;
    else if (ctx.method === 'HEAD') ctx.length = range.length;
    else if (range.length === 0) ctx.body = Buffer.alloc(0);
    else {
      ctx.body = file.createReadStream({ start: range.start, end: range.start + range.length - 1 });
      // Koa forgets the length when it gets a stream.
      ctx.length = range.length;
      sending = true;
    }
  } finally {
    if (!sending) await file.close();
  }
}

async function describe(ctx: Context, file: FileHandle, path: string): Promise<number> {
  const { size, mtime, mtimeMs, ino } = await file.stat().then((found) => {
    if (!found.isFile()) throw new FileError(404, 'notFound', 'no such file');
    return found;
  });
  ctx.status = 200;
  describeContent(ctx, path);
  ctx.etag = `${ino.toString(16)}-${size.toString(16)}-${Math.round(mtimeMs * 1000).toString(16)}`;
  ctx.lastModified = mtime;
  ctx.set('Accept-Ranges', 'bytes');
  ctx.set('Cache-Control', 'private, no-cache');
  return size;
}

interface Range {
  start: number;
  length: number;
}

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/;

/** One range is answered as such; several, or one of an older version of the file, with the whole file. */
function chooseRange(ctx: Context, size: number): Range {
  const whole = { start: 0, length: size };
  const [, first = '', last = ''] = ONE_RANGE.exec(ctx.get('Range')) ?? [];
  if ((first === '' && last === '') || !isCurrent(ctx)) return whole;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) {
    ctx.set('Content-Range', `bytes */${size}`);
    throw new FileError(416, 'rangeNotSatisfiable', `the file has ${size} bytes`);
  }
  ctx.status = 206;
  ctx.set('Content-Range', `bytes ${start}-${end}/${size}`);
  return { start, length: end - start + 1 };
}

/** Whether a range is wanted of the file as it is now. */
function isCurrent(ctx: Context): boolean {
  const version = ctx.get('If-Range');
  return version === '' || version === ctx.response.get('ETag') || version === ctx.response.get('Last-Modified');
}
