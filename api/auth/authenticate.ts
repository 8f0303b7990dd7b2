import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type { ApiContext, Principal } from '../context.ts';

export const SESSION_COOKIE = 'perdura_session';

/** Why a call is not let in; ClearML's subcodes of 401. */
export type AuthFailure = { kind: 'missing' } | { kind: 'credentials' } | { kind: 'token' };

export type AuthResult = { principal: Principal } | { failure: AuthFailure };

/** Finds out who calls: `Authorization: Basic` (application credentials), `Bearer` (token), or the session cookie. */
export async function authenticate(api: ApiContext, ctx: Context): Promise<AuthResult> {
  const [scheme, value] = (ctx.get('Authorization') || '').split(' ', 2);
  if (scheme?.toLowerCase() === 'basic' && value) return byCredentials(api, decodeBasic(value), ctx.ip);
  const token = scheme?.toLowerCase() === 'bearer' ? value : ctx.cookies.get(SESSION_COOKIE);
  return token ? byToken(api, token) : { failure: { kind: 'missing' } };
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function decodeBasic(value: string): { accessKey: string; secretKey: string } {
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { accessKey: text.slice(0, Math.max(colon, 0)), secretKey: text.slice(colon + 1) };
}

interface CredentialRow {
  secret_hash: string;
  user_id: string;
  username: string;
  role: Principal['role'];
}

async function byCredentials(
  api: ApiContext,
  { accessKey, secretKey }: { accessKey: string; secretKey: string },
  ip: string,
): Promise<AuthResult> {
  const [row] = await api.db.em.fork().execute<CredentialRow[]>(
    `update credentials c set last_used = now(), last_used_from = ? from users u
     where c.access_key = ? and c.revoked is null and u.id = c.user_id and not u.disabled
     returning c.secret_hash, c.user_id, u.username, u.role`,
    [ip, accessKey],
  );
  if (!row || !sameText(row.secret_hash, hashSecret(secretKey))) return { failure: { kind: 'credentials' } };
  return { principal: { userId: row.user_id, username: row.username, role: row.role, accessKey } };
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

interface TokenRow {
  username: string;
  role: Principal['role'];
}

/**
 * A token is only as good as what stands behind it: the user, its credentials, the attempt.
 * A run outlives its user's change of password, which ends sessions: its token ends with its attempt.
 */
async function byToken(api: ApiContext, token: string): Promise<AuthResult> {
  const claims = await api.tokens.verify(token);
  if (!claims) return { failure: { kind: 'token' } };
  const [row] = await api.db.em.fork().execute<TokenRow[]>(
    `select u.username, u.role from users u where u.id = ? and (u.token_epoch = ? or ?) and not u.disabled
       and (?::text is null or exists (select 1 from credentials c where c.access_key = ? and c.revoked is null))
       and (?::text is null or exists (select 1 from tasks t where t.id = ? and t.attempt = ?))`,
    [
      claims.userId,
      claims.epoch,
      claims.run !== undefined,
      claims.accessKey ?? null,
      claims.accessKey ?? null,
      claims.run?.taskId ?? null,
      claims.run?.taskId ?? null,
      claims.run?.attempt ?? null,
    ],
  );
  if (!row) return { failure: { kind: 'token' } };
  const { userId, accessKey, run } = claims;
  return {
    principal: { userId, username: row.username, role: row.role, ...(accessKey ? { accessKey } : {}), ...(run ? { run } : {}) },
  };
}
