import { z } from 'zod';
import { query, sql } from '../../../activities/db/sql.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { ids } from '../schemas/common.ts';

/** In an installation of one company everything is seen by everybody: these answer how many there are, and change nothing. */
const visibilityOf = (table: 'tasks' | 'models' | 'projects', action: 'make_public' | 'make_private'): Endpoint =>
  defineEndpoint({
    name: `${table}.${action}`,
    needs: 'work',
    summary: `Accepted for old clients: all ${table} are seen by all users`,
    request: z.object({ ids }),
    response: z.object({ updated: z.int() }),
    async handle({ api }, { ids: wanted }) {
      const found = await query(api.db.em.fork(), sql`select 1 from ${sql.table(table)} where id = any(${wanted}::text[])`);
      return { updated: found.length };
    },
  });

export const visibilityEndpoints = (['tasks', 'models', 'projects'] as const).flatMap((table) => [
  visibilityOf(table, 'make_public'),
  visibilityOf(table, 'make_private'),
]);
