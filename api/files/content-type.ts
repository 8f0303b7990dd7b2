import { basename, extname } from 'node:path';
import type { Context } from 'koa';

/** What a browser may show in its own window: nothing that can hold a script. */
const SHOWN = /^(?:image\/(?!svg)|audio\/|video\/|text\/(?:plain|csv|markdown)|application\/(?:json|pdf)\b)/;

/**
 * Says what a stored file is. Whatever it holds, it can do nothing in the name of the server that it comes from: it is
 * not taken for anything else, is saved instead of shown when it could hold a script, and is shown in a sandbox.
 */
export function describeContent(ctx: Context, path: string): void {
  ctx.type = extname(path) || 'bin';
  if (!ctx.type) ctx.type = 'bin';
  if (!SHOWN.test(ctx.type)) ctx.attachment(basename(path));
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
}
