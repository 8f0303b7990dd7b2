import { z } from 'zod';
import { requireUser } from '../../../../activities/db/users/find-user.ts';
import { defineEndpoint } from '../../endpoint.ts';

const DEFAULT_EXPIRATION = 30 * 24 * 3600;
const LONGEST_EXPIRATION = 365 * 24 * 3600;

export const login = defineEndpoint({
  name: 'auth.login',
  needs: 'self',
  summary: 'Exchanges application credentials, or a valid token, for a token',
  request: z.object({ expiration_sec: z.coerce.number().int().positive().max(LONGEST_EXPIRATION).nullish() }),
  response: z.object({ token: z.string() }),
  async handle({ api, principal }, { expiration_sec: seconds }) {
    const { userId, accessKey, run } = principal;
    const { token_epoch: epoch } = await requireUser(api.db.em.fork(), userId);
    const claims = { userId, epoch, ...(accessKey ? { accessKey } : {}), ...(run ? { run } : {}) };
    return { token: await api.tokens.sign(claims, seconds ?? DEFAULT_EXPIRATION) };
  },
});

export const validateToken = defineEndpoint({
  name: 'auth.validate_token',
  needs: 'self',
  summary: 'Whether a token was signed by this server and has not expired',
  request: z.object({ token: z.string() }),
  response: z.object({ valid: z.boolean(), msg: z.string() }),
  async handle({ api }, { token }) {
    const valid = (await api.tokens.verify(token)) !== null;
    return { valid, msg: valid ? '' : 'invalid or expired token' };
  },
});

/** Every installation has fixed users: nobody gets in by typing a name. */
export const fixedUsersMode = defineEndpoint({
  name: 'auth.fixed_users_mode',
  needs: 'nothing',
  summary: 'How users are known',
  request: z.object({}),
  response: z.object({ enabled: z.boolean(), migration_warning: z.boolean(), guest: z.object({ enabled: z.boolean() }) }),
  async handle() {
    return { enabled: true, migration_warning: false, guest: { enabled: false } };
  },
});
