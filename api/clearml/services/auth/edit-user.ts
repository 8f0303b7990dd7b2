import { z } from 'zod';
import { changeUser } from '../../../../activities/db/users/users.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** ClearML's roles, as far as there is a difference here, and our own. */
const ROLES = { admin: 'admin', superuser: 'admin', user: 'user', annotator: 'user', viewer: 'viewer' } as const;

const ROLE_NAMES = Object.keys(ROLES) as (keyof typeof ROLES)[];

export const editUser = defineEndpoint({
  name: 'auth.edit_user',
  needs: 'administer',
  summary: "Changes a user's role",
  request: z.object({ user: z.string().min(1), role: z.enum(ROLE_NAMES) }),
  response: z.object({ updated: z.number(), fields: z.object({ role: z.string() }) }),
  async handle({ api }, { user, role }) {
    await changeUser(api.db, user, { role: ROLES[role] }, api.now());
    return { updated: 1, fields: { role } };
  },
});
