import { z } from 'zod';
import { listCredentials, revokeCredentials } from '../../activities/db/users/credentials.ts';
import { requireUser } from '../../activities/db/users/find-user.ts';
import { addUser, changeUser, listUsers } from '../../activities/db/users/users.ts';
import { ROLES } from '../../workflows/domain/rights.ts';
import { hashPassword } from '../auth/passwords.ts';
import { defineRoute } from './route.ts';
import { describeCredentials, noSuchCredentials } from './session/credentials.ts';

const role = z.enum(ROLES);
const name = z.string().trim().min(1).max(200);
const params = z.object({ id: z.string() });

const list = defineRoute({
  method: 'get',
  path: '/users',
  needs: 'administer',
  summary: 'All users with their roles',
  async handle({ api }) {
    return { users: await listUsers(api.db.em.fork()) };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/users',
  needs: 'administer',
  summary: 'Adds a user who may log in',
  body: z.object({
    username: z.string().regex(/^[^\s:]{1,200}$/, 'a user name has no spaces and no ":"'),
    name: name.optional(),
    password: z.string(),
    role: role.default('user'),
  }),
  async handle({ api, body: { username, password, role, ...rest } }) {
    const passwordHash = await hashPassword(password, 'password');
    return {
      user: await addUser(api.db.em.fork(), { username, name: rest.name ?? username, role, passwordHash, now: api.now() }),
    };
  },
});

const change = defineRoute({
  method: 'patch',
  path: '/users/:id',
  needs: 'administer',
  summary: 'Changes a user; disabling and a new password end all that the user is logged in with',
  params,
  body: z.object({
    name: name.optional(),
    role: role.optional(),
    disabled: z.boolean().optional(),
    password: z.string().optional(),
  }),
  async handle({ api, params: { id }, body: { password, ...rest } }) {
    const passwordHash = password === undefined ? undefined : await hashPassword(password, 'password');
    await changeUser(api.db, id, { ...rest, passwordHash }, api.now());
    return {};
  },
});

const credentials = defineRoute({
  method: 'get',
  path: '/users/:id/credentials',
  needs: 'administer',
  summary: "A user's application credentials, without secrets",
  params,
  async handle({ api, params: { id } }) {
    const em = api.db.em.fork();
    await requireUser(em, id);
    return { credentials: (await listCredentials(em, id)).map(describeCredentials) };
  },
});

const revoke = defineRoute({
  method: 'delete',
  path: '/users/:id/credentials/:accessKey',
  needs: 'administer',
  summary: "Makes a user's application credentials and every token made with them invalid",
  params: params.extend({ accessKey: z.string() }),
  async handle({ api, params: { id, accessKey } }) {
    const em = api.db.em.fork();
    const { username } = await requireUser(em, id);
    if (await revokeCredentials(em, { accessKey, userId: id }, api.now())) return {};
    throw noSuchCredentials(`"${username}" has`, accessKey);
  },
});

export const userRoutes = [list, create, change, credentials, revoke];
