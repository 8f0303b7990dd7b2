import type { Context } from 'koa';
import { SESSION_SECONDS } from '../../activities/db/users/sessions.ts';
import type { ApiContext } from '../context.ts';

/** Browsers keep cookies by host, not by port: two installations on one host need names of their own. */
export function sessionCookieName({ options }: ApiContext): string {
  const { port, protocol } = new URL(options.urls.web);
  return `perdura_session_${port || (protocol === 'https:' ? 443 : 80)}`;
}

export const readSessionCookie = (api: ApiContext, ctx: Context): string | undefined =>
  ctx.cookies.get(sessionCookieName(api), { signed: false });

/** Gives the browser a session, or the same one for longer. */
export function writeSessionCookie(api: ApiContext, ctx: Context, id: string): void {
  setCookie(api, ctx, id, SESSION_SECONDS * 1000);
}

export function clearSessionCookie(api: ApiContext, ctx: Context): void {
  setCookie(api, ctx, '', 0);
}

function setCookie(api: ApiContext, ctx: Context, value: string, maxAge: number): void {
  const secure = api.options.urls.web.startsWith('https:');
  // TLS ends at a proxy in front of us, so the connection itself never looks secure.
  if (secure) ctx.cookies.secure = true;
  ctx.cookies.set(sessionCookieName(api), value, {
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge,
    signed: false,
    overwrite: true,
  });
}
