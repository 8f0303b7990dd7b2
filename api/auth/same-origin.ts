import type { Context } from 'koa';
import type { ApiContext } from '../context.ts';

/**
 * Whether a call that carries the session cookie was made by our own pages. Browsers send the cookie along with calls that
 * other pages make, and a cookie does not know ports: only the address of the calling page tells them apart.
 */
export function isFromOwnPages({ options }: ApiContext, ctx: Context): boolean {
  if (ctx.get('Sec-Fetch-Site') === 'same-origin') return true;
  const origin = ctx.get('Origin');
  return isWebOrigin(options.urls.web, origin) || hostOf(origin) === ctx.host;
}

/** Whether `origin` is the address under which the web UI is served. */
export const isWebOrigin = (webUrl: string, origin: string): boolean => origin === new URL(webUrl).origin;

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
