import type { Middleware } from 'koa';

/** Writes an answer's JSON once: Koa would do it anew for its length and for sending it. */
export function writeJson(): Middleware {
  return async (ctx, next) => {
    await next();
    const { body } = ctx;
    if (isData(body)) ctx.body = JSON.stringify(body);
  };
}

/** Neither text, nor a stream, nor bytes. */
function isData(body: unknown): body is object {
  if (typeof body !== 'object' || body === null) return false;
  const prototype = Object.getPrototypeOf(body);
  return prototype === Object.prototype || prototype === null || Array.isArray(body);
}
