import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { type CredentialsView, listCredentials, revokeCredentials } from '../../../activities/db/users/credentials.ts';
import { createCredentials } from '../../auth/create-credentials.ts';
import { refuseRunToken } from '../refuse-run-token.ts';
import { defineRoute } from '../route.ts';

const list = defineRoute({
  method: 'get',
  path: '/credentials',
  summary: "One's own application credentials, without secrets",
  async handle({ api, principal }) {
    const credentials = await listCredentials(api.db.em.fork(), principal.userId);
    return { credentials: credentials.map(describe) };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/credentials',
  summary: 'Makes application credentials; the secret is in this answer and nowhere else',
  body: z.object({ label: z.string().max(200).default('') }),
  async handle({ api, principal, body: { label } }) {
    refuseRunToken(principal);
    return { ...(await createCredentials(api, principal.userId, label)), label };
  },
});

const revoke = defineRoute({
  method: 'delete',
  path: '/credentials/:accessKey',
  summary: 'Makes application credentials and every token made with them invalid',
  params: z.object({ accessKey: z.string() }),
  async handle({ api, principal, params: { accessKey } }) {
    refuseRunToken(principal);
    const revoked = await revokeCredentials(api.db.em.fork(), { accessKey, userId: principal.userId }, api.now());
    if (!revoked) throw new Refusal('credentialsNotFound', `you have no credentials ${accessKey}`, { field: 'accessKey' });
    return {};
  },
});

function describe({ access_key, label, created, last_used, last_used_from }: CredentialsView) {
  return { accessKey: access_key, label, created, lastUsed: last_used, lastUsedFrom: last_used_from };
}

export const credentialsRoutes = [list, create, revoke];
