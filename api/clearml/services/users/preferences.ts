import { z } from 'zod';
import { query, sql } from '../../../../activities/db/sql.ts';
import { defineEndpoint } from '../../endpoint.ts';

type Preferences = Record<string, unknown>;
const preferences = z.record(z.string(), z.unknown());

const get = defineEndpoint({
  name: 'users.get_preferences',
  needs: 'self',
  summary: 'Settings that the web page keeps for the caller',
  request: z.object({}),
  response: z.object({ preferences }),
  async handle({ api, principal }) {
    const [row] = await query<{ preferences: Preferences }>(
      api.db.em.fork(),
      sql`select preferences from users where id = ${principal.userId}`,
    );
    return { preferences: row?.preferences ?? {} };
  },
});

const set = defineEndpoint({
  name: 'users.set_preferences',
  needs: 'self',
  summary: 'Changes settings of the caller; dictionaries are merged',
  request: z.object({ preferences }),
  response: z.object({ updated: z.int(), fields: z.object({ preferences }) }),
  async handle({ api, principal }, { preferences: changed }) {
    await api.db.em.fork().transactional(async (em) => {
      const [row] = await query<{ preferences: Preferences }>(
        em,
        sql`select preferences from users where id = ${principal.userId} for update`,
      );
      const merged = JSON.stringify(merge(row?.preferences ?? {}, changed));
      await query(em, sql`update users set preferences = ${merged}::jsonb where id = ${principal.userId}`);
    });
    return { updated: 1, fields: { preferences: changed } };
  },
});

function merge(before: Preferences, changed: Preferences): Preferences {
  const merged = { ...before };
  for (const [key, value] of Object.entries(changed)) {
    merged[key] = isDictionary(value) && isDictionary(merged[key]) ? merge(merged[key], value) : value;
  }
  return merged;
}

const isDictionary = (value: unknown): value is Preferences =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const preferenceEndpoints = [get, set];
