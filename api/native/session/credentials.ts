import { z } from 'zod';
import { Refusal } from '../../../activities/db/errors.ts';
import { type CredentialsView, listCredentials, revokeCredentials } from '../../../activities/db/users/credentials.ts';
import { createCredentials } from '../../auth/create-credentials.ts';
import { requireRight } from '../../auth/require-right.ts';
import { defineRoute } from '../route.ts';

const list = defineRoute({
  method: 'get',
  path: '/credentials',
  needs: 'account',
  summary: "One's own application credentials, without secrets",
  async handle({ api, principal }) {
    const credentials = await listCredentials(api.db.em.fork(), principal.userId);
    return { credentials: credentials.map(describeCredentials) };
  },
});

const create = defineRoute({
  method: 'post',
  path: '/credentials',
  needs: 'account',
  summary: 'Makes application credentials; the secret is in this answer and nowhere else',
  body: z.object({ label: z.string().max(200).default(''), madeFor: z.enum(['user', 'agent']).default('user') }),
  async handle({ api, principal, body: { label, madeFor } }) {
    if (madeFor === 'agent') requireRight(principal, { needs: 'serve', action: 'credentials for an agent' });
    const { userId } = principal;
    return { ...(await createCredentials(api, { userId, label, madeFor })), label, madeFor };
  },
});

const revoke = defineRoute({
  method: 'delete',
  path: '/credentials/:accessKey',
  needs: 'account',
  summary: 'Makes application credentials and every token made with them invalid',
  params: z.object({ accessKey: z.string() }),
  async handle({ api, principal, params: { accessKey } }) {
    const revoked = await revokeCredentials(api.db.em.fork(), { accessKey, userId: principal.userId }, api.now());
    if (!revoked) throw noSuchCredentials('you have', accessKey);
    return {};
  },
});

export function describeCredentials({ access_key, label, made_for, created, last_used, last_used_from }: CredentialsView) {
  return { accessKey: access_key, label, madeFor: made_for, created, lastUsed: last_used, lastUsedFrom: last_used_from };
}

/** `owner` with its verb, such as "you have". */
export const noSuchCredentials = (owner: string, accessKey: string): Refusal =>
  new Refusal('credentialsNotFound', `${owner} no credentials ${accessKey}`, { field: 'accessKey' });

export const credentialsRoutes = [list, create, revoke];
