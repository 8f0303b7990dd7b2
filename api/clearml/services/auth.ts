import { z } from 'zod';
import { defineEndpoint } from '../endpoint.ts';

const DEFAULT_EXPIRATION = 30 * 24 * 3600;
const LONGEST_EXPIRATION = 365 * 24 * 3600;

const login = defineEndpoint({
  name: 'auth.login',
  summary: 'Exchanges application credentials, or a valid token, for a token',
  request: z.object({ expiration_sec: z.coerce.number().int().positive().max(LONGEST_EXPIRATION).nullish() }),
  response: z.object({ token: z.string() }),
  async handle({ api, principal }, { expiration_sec: seconds }) {
    const [user] = await api.db.em
      .fork()
      .execute<{ token_epoch: number }[]>('select token_epoch from users where id = ?', [principal.userId]);
    const { userId, accessKey, run } = principal;
    const claims = { userId, epoch: user?.token_epoch ?? 0, ...(accessKey ? { accessKey } : {}), ...(run ? { run } : {}) };
    return { token: await api.tokens.sign(claims, seconds ?? DEFAULT_EXPIRATION) };
  },
});

export const authEndpoints = [login];
