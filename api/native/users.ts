import { z } from 'zod';
import { Refusal } from '../../activities/db/errors.ts';
import { addUser, changeUser, listUsers } from '../../activities/db/users/users.ts';
import { hashPassword } from '../auth/passwords.ts';
import type { Principal } from '../context.ts';
import { refuseRunToken } from './refuse-run-token.ts';
import { defineRoute } from './route.ts';

const role = z.enum(['admin', 'user']);
const name = z.string().trim().min(1).max(200);

const list = defineRoute({
  method: 'get',
  path: '/users',
  summary: 'All users, for administrators',
  async handle({ api, principal }) {
    requireAdmin(principal);
    return { users: await listUsers(api.db.em.fork()) };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/users',
  summary: 'Adds a user who may log in',
  body: z.object({
    username: z.string().regex(/^[^\s:]{1,200}$/, 'a user name has no spaces and no ":"'),
    name: name.optional(),
    password: z.string(),
    role: role.default('user'),
  }),
  async handle({ api, principal, body: { username, password, role, ...rest } }) {
    requireAdmin(principal);
    const passwordHash = await hashPassword(password, 'password');
    return {
      user: await addUser(api.db.em.fork(), { username, name: rest.name ?? username, role, passwordHash, now: api.now() }),
    };
  },
});

const change = defineRoute({
  method: 'patch',
  path: '/users/:id',
  summary: 'Changes a user; disabling and a new password end all that the user is logged in with',
  params: z.object({ id: z.string() }),
  body: z.object({
    name: name.optional(),
    role: role.optional(),
    disabled: z.boolean().optional(),
    password: z.string().optional(),
  }),
  async handle({ api, principal, params: { id }, body: { password, ...rest } }) {
    requireAdmin(principal);
    const passwordHash = password === undefined ? undefined : await hashPassword(password, 'password');
    await changeUser(api.db, id, { ...rest, passwordHash }, api.now());
    return {};
  },
});

function requireAdmin(principal: Principal): void {
  refuseRunToken(principal);
  if (principal.role !== 'admin') throw new Refusal('forbidden', 'only an administrator may do this');
}

export const userRoutes = [list, create, change];
