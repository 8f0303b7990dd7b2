import type { Context } from 'koa';
import { findSession, renewSession, SESSION_SECONDS } from '../../activities/db/users/sessions.ts';
import type { ApiContext } from '../context.ts';
import type { AuthenticateOptions, AuthResult } from './authenticate.ts';
import { isFromOwnPages } from './same-origin.ts';
import { hashSecret } from './secrets.ts';
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts';

/** A session in use is prolonged at most this often. */
const RENEWAL_SECONDS = 600;

export async function bySession(api: ApiContext, ctx: Context, { mayChange }: AuthenticateOptions): Promise<AuthResult> {
  const id = readSessionCookie(api, ctx);
  if (!id) return { failure: { kind: 'missing' } };
  const idHash = hashSecret(id);
  const session = await findSession(api.db.em.fork(), { idHash, now: api.now() });
  if (!session) return { failure: { kind: 'token' } };
  if ((mayChange ?? !['GET', 'HEAD', 'OPTIONS'].includes(ctx.method)) && !isFromOwnPages(api, ctx))
    return { failure: { kind: 'origin' } };
  await prolong(api, ctx, { id, idHash, expires: session.expires });
  const { userId, username, role } = session;
  return { principal: { userId, username, role, session: idHash } };
}

async function prolong(api: ApiContext, ctx: Context, session: { id: string; idHash: string; expires: Date }): Promise<void> {
  const now = api.now();
  const left = (session.expires.getTime() - now.getTime()) / 1000;
  // A stream that is looked at again later has sent its headers long ago.
  if (left > SESSION_SECONDS - RENEWAL_SECONDS || ctx.headerSent) return;
  await renewSession(api.db.em.fork(), { idHash: session.idHash, now });
  writeSessionCookie(api, ctx, session.id);
}
