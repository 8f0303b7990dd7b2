import { z } from 'zod';
import { Refusal } from '../../../../activities/db/errors.ts';
import { listCredentials, relabelCredentials, revokeCredentials } from '../../../../activities/db/users/credentials.ts';
import { createCredentials } from '../../../auth/create-credentials.ts';
import type { Principal } from '../../../context.ts';
import { defineEndpoint } from '../../endpoint.ts';

const accessKey = z.string().min(1);
const label = z.string().max(200);

export const create = defineEndpoint({
  name: 'auth.create_credentials',
  summary: 'Makes application credentials for the caller; the secret is in this answer and nowhere else',
  request: z.object({ label: label.nullish() }),
  response: z.object({ credentials: z.object({ access_key: z.string(), secret_key: z.string(), label: z.string() }) }),
  async handle({ api, principal }, request) {
    const name = request.label ?? '';
    const { accessKey: key, secretKey } = await createCredentials(api, ownerOf(principal), name);
    return { credentials: { access_key: key, secret_key: secretKey, label: name } };
  },
});

export const get = defineEndpoint({
  name: 'auth.get_credentials',
  summary: "The caller's application credentials, without secrets",
  request: z.object({}),
  async handle({ api, principal }) {
    const credentials = await listCredentials(api.db.em.fork(), principal.userId);
    return { credentials: credentials.map(({ created: _created, ...view }) => view) };
  },
});

export const edit = defineEndpoint({
  name: 'auth.edit_credentials',
  summary: 'Gives application credentials of the caller another label',
  request: z.object({ access_key: accessKey, label }),
  response: z.object({ updated: z.number() }),
  async handle({ api, principal }, request) {
    const own = { accessKey: request.access_key, userId: ownerOf(principal) };
    return { updated: Number(await relabelCredentials(api.db.em.fork(), own, request.label)) };
  },
});

export const revoke = defineEndpoint({
  name: 'auth.revoke_credentials',
  summary: 'Makes application credentials of the caller, and every token made with them, invalid',
  request: z.object({ access_key: accessKey }),
  response: z.object({ revoked: z.number() }),
  async handle({ api, principal }, request) {
    const own = { accessKey: request.access_key, userId: ownerOf(principal) };
    return { revoked: Number(await revokeCredentials(api.db.em.fork(), own, api.now())) };
  },
});

/** The token of a run manages no keys. */
function ownerOf({ userId, run }: Principal): string {
  if (run) throw new Refusal('forbidden', 'the token of a run may not do this; use application credentials');
  return userId;
}
