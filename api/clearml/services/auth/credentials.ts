import { z } from 'zod';
import { listCredentials, relabelCredentials, revokeCredentials } from '../../../../activities/db/users/credentials.ts';
import { createCredentials } from '../../../auth/create-credentials.ts';
import { defineEndpoint } from '../../endpoint.ts';

const accessKey = z.string().min(1);
const label = z.string().max(200);

export const create = defineEndpoint({
  name: 'auth.create_credentials',
  needs: 'account',
  summary: 'Makes application credentials for the caller; the secret is in this answer and nowhere else',
  request: z.object({ label: label.nullish() }),
  response: z.object({ credentials: z.object({ access_key: z.string(), secret_key: z.string(), label: z.string() }) }),
  async handle({ api, principal }, request) {
    const name = request.label ?? '';
    const { accessKey: key, secretKey } = await createCredentials(api, {
      userId: principal.userId,
      label: name,
      madeFor: 'user',
    });
    return { credentials: { access_key: key, secret_key: secretKey, label: name } };
  },
});

export const get = defineEndpoint({
  name: 'auth.get_credentials',
  needs: 'account',
  summary: "The caller's application credentials, without secrets",
  request: z.object({}),
  async handle({ api, principal }) {
    const credentials = await listCredentials(api.db.em.fork(), principal.userId);
    return { credentials: credentials.map(({ created: _created, made_for: _madeFor, ...view }) => view) };
  },
});

export const edit = defineEndpoint({
  name: 'auth.edit_credentials',
  needs: 'account',
  summary: 'Gives application credentials of the caller another label',
  request: z.object({ access_key: accessKey, label }),
  response: z.object({ updated: z.number() }),
  async handle({ api, principal }, request) {
    const own = { accessKey: request.access_key, userId: principal.userId };
    return { updated: Number(await relabelCredentials(api.db.em.fork(), own, request.label)) };
  },
});

export const revoke = defineEndpoint({
  name: 'auth.revoke_credentials',
  needs: 'account',
  summary: 'Makes application credentials of the caller, and every token made with them, invalid',
  request: z.object({ access_key: accessKey }),
  response: z.object({ revoked: z.number() }),
  async handle({ api, principal }, request) {
    const own = { accessKey: request.access_key, userId: principal.userId };
    return { revoked: Number(await revokeCredentials(api.db.em.fork(), own, api.now())) };
  },
});
