import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context, Middleware } from 'koa';
import serve from 'koa-static';

const YEAR_MS = 365 * 24 * 3600 * 1000;
/** Addresses of the API are never pages, even when a browser opens them. */
const API = /^\/(api|files|v\d[\d.]*)\//;

/** Serves the files of the built UI. Names under `assets/` carry a hash of their content, so they may be kept for ever. */
export function serveAssets(folder: string): Middleware {
  const assets = serve(folder, { index: false, immutable: true, maxage: YEAR_MS }) as Middleware;
  const others = serve(folder, { index: false, maxage: 0 }) as Middleware;
  return async (ctx, next) => {
    if (API.test(ctx.path)) return next();
    return ctx.path.startsWith('/assets/') ? assets(ctx, next) : others(ctx, next);
  };
}

/** Serves the UI's one page under every address that a person may open; the UI itself finds what to show. */
export function servePage(folder: string): Middleware {
  return async (ctx, next) => {
    if (!isPage(ctx)) return next();
    ctx.set('Cache-Control', 'no-cache');
    try {
      ctx.body = await readFile(join(folder, 'index.html'), 'utf8');
    } catch {
      ctx.status = 503;
      ctx.body = NOT_BUILT;
    }
    ctx.type = 'html';
  };
}

function isPage(ctx: Context): boolean {
  const asked = ctx.method === 'GET' || ctx.method === 'HEAD';
  return asked && !API.test(ctx.path) && !ctx.path.startsWith('/assets/') && ctx.accepts('html') !== false;
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Perdura</title>
<h1>The web pages are not built</h1>
<p>The API and the file server are running. Build the pages with <code>npm run build:ui</code> and load this page again.</p>
</html>
`;
