import { z } from 'zod';
import { Refusal } from '../../../../activities/db/errors.ts';
import { changeUser } from '../../../../activities/db/users/users.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** ClearML's roles, as far as there is a difference here. */
const ROLES = { admin: 'admin', superuser: 'admin', user: 'user', annotator: 'user' } as const;

export const editUser = defineEndpoint({
  name: 'auth.edit_user',
  summary: "Changes a user's role",
  request: z.object({ user: z.string().min(1), role: z.enum(['admin', 'superuser', 'user', 'annotator']) }),
  response: z.object({ updated: z.number(), fields: z.object({ role: z.string() }) }),
  async handle({ api, principal }, { user, role }) {
    if (principal.role !== 'admin' || principal.run) throw new Refusal('forbidden', 'only an administrator may do this');
    await changeUser(api.db, user, { role: ROLES[role] }, api.now());
    return { updated: 1, fields: { role } };
  },
});
