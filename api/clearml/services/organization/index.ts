import { z } from 'zod';
import { tagsInUse } from '../../../../activities/db/projects/facets.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { COMPANY } from '../../documents/company.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, texts } from '../../schemas/common.ts';

const getTags = defineEndpoint({
  name: 'organization.get_tags',
  needs: 'read',
  summary: 'The tags of tasks, models and projects',
  request: z.object({ include_system: flag, filter: z.object({ tags: texts, system_tags: texts }).nullish() }),
  response: z.object({ tags: z.array(z.string()), system_tags: z.array(z.string()).optional() }),
  async handle({ api }, { include_system: includeSystem, filter }) {
    const em = api.db.em.fork();
    const found = await Promise.all(
      (['tasks', 'models', 'projects'] as const).map((table) => tagsInUse(em, table, { scope: {}, filter })),
    );
    const union = (name: 'tags' | 'system_tags') => [...new Set(found.flatMap((one) => one[name]))].toSorted();
    return { tags: union('tags'), ...(includeSystem ? { system_tags: union('system_tags') } : {}) };
  },
});

const getUserCompanies = defineEndpoint({
  name: 'organization.get_user_companies',
  needs: 'read',
  summary: 'The one company of this installation',
  request: z.object({}),
  response: z.object({ companies: z.array(z.record(z.string(), z.unknown())) }),
  async handle({ api }) {
    const owners = await query<{ id: string; name: string; avatar: null }>(
      api.db.em.fork(),
      sql`select id, name, null as avatar from users where not disabled order by created`,
    );
    return { companies: [{ ...COMPANY, allocated: owners.length, owners }] };
  },
});

export const organizationEndpoints = [getTags, getUserCompanies];
