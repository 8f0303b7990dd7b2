import type { Context } from 'koa';
import type { ApiContext, Principal } from '../context.ts';
import { byCredentials } from './by-credentials.ts';
import { bySession } from './by-session.ts';
import { byToken } from './by-token.ts';

/**
 * Why a call is not let in. `missing`: it says nothing of who calls. `credentials`, `token`: what it says is not valid.
 * `origin`: it carries a session and was made by a page of another site.
 */
export interface AuthFailure {
  kind: 'missing' | 'credentials' | 'token' | 'origin';
}

export type AuthResult = { principal: Principal } | { failure: AuthFailure };

export interface AuthenticateOptions {
  /** The call may change something, whatever its method; by default GET and HEAD do not. */
  mayChange?: boolean;
}

/** Finds out who calls: `Authorization: Basic` (application credentials), `Bearer` (token), or the session cookie. */
export async function authenticate(api: ApiContext, ctx: Context, options: AuthenticateOptions = {}): Promise<AuthResult> {
  const [scheme, value] = ctx.get('Authorization').split(' ', 2);
  switch (value && scheme?.toLowerCase()) {
    case 'basic':
      return byCredentials(api, { ...decodeBasic(value as string), address: ctx.ip });
    case 'bearer':
      return byToken(api, { token: value as string, address: ctx.ip });
    default:
      return bySession(api, ctx, options);
  }
}

function decodeBasic(value: string): { accessKey: string; secretKey: string } {
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { accessKey: text.slice(0, Math.max(colon, 0)), secretKey: text.slice(colon + 1) };
}
