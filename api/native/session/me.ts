import { z } from 'zod';
import type { UserRow } from '../../../activities/db/entities/user.entity.ts';
import { Refusal } from '../../../activities/db/errors.ts';
import { requireUser } from '../../../activities/db/users/find-user.ts';
import { setPassword } from '../../../activities/db/users/set-password.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { hashPassword, verifyPassword } from '../../auth/passwords.ts';
import type { ApiContext } from '../../context.ts';
import { defineRoute } from '../route.ts';

const me = defineRoute({
  method: 'get',
  path: '/me',
  needs: 'self',
  summary: 'Who is logged in, and where the parts of the server are',
  async handle({ api, principal }) {
    return describeSession(api, await requireUser(api.db.em.fork(), principal.userId));
  },
});

export function describeSession({ options }: ApiContext, { id, username, name, role, source }: UserRow) {
  const { urls, temporal } = options;
  return {
    user: { id, username, name, role, source },
    server: {
      version: packageJson.version,
      apiUrl: urls.api,
      filesUrl: urls.files,
      webUrl: urls.web,
      temporalWebUrl: temporal.webUrl ?? null,
    },
  };
}

const changePassword = defineRoute({
  method: 'post',
  path: '/me/password',
  needs: 'account',
  summary: "Changes one's own password; every other session and token of the user ends",
  body: z.object({ current: z.string(), next: z.string() }),
  async handle({ api, principal, body: { current, next }, ctx }) {
    const user = await requireUser(api.db.em.fork(), principal.userId);
    if (user.source === 'file')
      throw new Refusal('conflict', 'your account is kept in the users file of the server; its password is changed there');
    const forgive = await api.loginLimits.count({ username: user.username, address: ctx.ip });
    if (!(await verifyPassword(current, user.password_hash ?? null)))
      throw new Refusal('invalid', 'the current password is not right', { field: 'current' });
    await forgive();
    const passwordHash = await hashPassword(next, 'next');
    await setPassword(api.db, { userId: user.id, passwordHash, keepSession: principal.session });
    return {};
  },
});

export const meRoutes = [me, changePassword];
