import type { Middleware } from 'koa';

/** Opened by itself, a page that somebody uploaded may run its scripts, but is a stranger to us: no session, no storage. */
const SANDBOX = 'sandbox allow-scripts allow-popups allow-modals allow-downloads';

/** Keeps what users upload apart from our own pages, with which it shares an address. */
export function isolateUploads(): Middleware {
  return async (ctx, next) => {
    await next();
    ctx.set('X-Content-Type-Options', 'nosniff');
    // A browser's own viewer of PDF is apart already, and refuses to work in a sandbox.
    if (ctx.type === 'application/pdf') ctx.remove('Content-Security-Policy');
    else ctx.set('Content-Security-Policy', SANDBOX);
  };
}
