import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { findUserByUsername } from '../../../activities/db/users/find-user.ts';
import { endSession, openSession } from '../../../activities/db/users/sessions.ts';
import { verifyPassword } from '../../auth/passwords.ts';
import { hashSecret, newSecret } from '../../auth/secrets.ts';
import { clearSessionCookie, writeSessionCookie } from '../../auth/session-cookie.ts';
import { defineRoute } from '../route.ts';
import { describeSession } from './me.ts';

const login = defineRoute({
  method: 'post',
  path: '/login',
  needs: 'nothing',
  summary: 'Opens a session of the web UI; answers a cookie',
  body: z.object({ username: z.string().min(1), password: z.string() }),
  async handle({ api, body: { username, password }, ctx }) {
    const forgive = await api.loginLimits.count({ username, address: ctx.ip });
    const em = api.db.em.fork();
    const user = await findUserByUsername(em, username);
    const right = await verifyPassword(password, user?.password_hash ?? null);
    if (!user || !right || user.disabled) throw new Refusal('unauthorized', 'wrong user name or password');
    await forgive();
    const id = newSecret(32);
    await openSession(em, { idHash: hashSecret(id), userId: user.id, address: ctx.ip, now: api.now() });
    writeSessionCookie(api, ctx, id);
    return describeSession(api, user);
  },
});

const logout = defineRoute({
  method: 'post',
  path: '/logout',
  needs: 'self',
  summary: 'Ends the session',
  async handle({ api, principal, ctx }) {
    if (principal.session) await endSession(api.db.em.fork(), principal.session);
    clearSessionCookie(api, ctx);
    return {};
  },
});

export const loginRoutes = [login, logout];
