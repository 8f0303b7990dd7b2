import { z } from 'zod';
import { query, sql } from '../../../../activities/db/sql.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { texts } from '../../schemas/common.ts';

const getFrameworks = defineEndpoint({
  name: 'models.get_frameworks',
  needs: 'read',
  summary: 'The frameworks of the models of some projects, or of all',
  request: z.object({ projects: texts }),
  response: z.object({ frameworks: z.array(z.string()) }),
  async handle({ api }, { projects }) {
    const chosen = projects && projects.length > 0 ? sql`and project = any(${projects}::text[])` : sql``;
    const rows = await query<{ framework: string }>(
      api.db.em.fork(),
      sql`select distinct framework from models where coalesce(framework, '') <> '' ${chosen} order by framework`,
    );
    return { frameworks: rows.map((row) => row.framework) };
  },
});

export const frameworkEndpoints = [getFrameworks];
