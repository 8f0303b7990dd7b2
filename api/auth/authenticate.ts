import type { Context } from 'koa';
import type { ApiContext, Principal } from '../context.ts';
import { storable } from '../storable.ts';
import { byCredentials } from './by-credentials.ts';
import { bySession } from './by-session.ts';
import { byToken } from './by-token.ts';
import { type Errand, requireRight } from './require-right.ts';

/**
 * Why a call is not let in. `missing`: it says nothing of who calls. `credentials`, `token`: what it says is not valid.
 * `origin`: it carries a session and was made by a page of another site.
 */
export interface AuthFailure {
  kind: 'missing' | 'credentials' | 'token' | 'origin';
}

export type AuthResult = { principal: Principal } | { failure: AuthFailure };

export interface AuthenticateOptions extends Errand {
  /** The call may change something, whatever its method; by default GET and HEAD do not. */
  mayChange?: boolean;
}

/** Who calls where nobody needs to be known. */
const NOBODY: Principal = { userId: '', username: '', role: 'viewer' };

/**
 * The one door of everything that is served: finds out who calls, and makes sure that they may.
 * @throws Refusal `forbidden` for a caller who is known and has no right to it
 */
export async function authenticate(api: ApiContext, ctx: Context, options: AuthenticateOptions): Promise<AuthResult> {
  const result = await identify(api, ctx, options);
  if ('principal' in result) requireRight(result.principal, options);
  return 'failure' in result && options.needs === 'nothing' ? { principal: NOBODY } : result;
}

/** By `Authorization: Basic` (application credentials), `Bearer` (token), or the session cookie. */
async function identify(api: ApiContext, ctx: Context, options: AuthenticateOptions): Promise<AuthResult> {
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
  const text = storable(Buffer.from(value, 'base64').toString('utf8'));
  const colon = text.indexOf(':');
  return { accessKey: text.slice(0, Math.max(colon, 0)), secretKey: text.slice(colon + 1) };
}
