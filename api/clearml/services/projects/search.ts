import { z } from 'zod';
import { inProjects } from '../../../../activities/db/projects/subtree.ts';
import { type Sql, sql } from '../../../../activities/db/sql.ts';
import { type ListRequest, listRequest } from '../../query/request.ts';
import { flag } from '../../schemas/common.ts';

/** What `get_all` of projects understands beside what every one does. */
export const projectListRequest = listRequest.extend({
  parent: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .describe('Ids of projects to look below'),
  shallow_search: flag.describe('Only projects at the top, or right below the given parents'),
});

/** What the request asks of projects beyond its own fields, and the request without what that covers. */
export function projectSearch({ shallow_search: shallow, parent, ...request }: z.output<typeof projectListRequest>): {
  request: ListRequest;
  conditions: Sql[];
} {
  const parents = typeof parent === 'string' ? [parent] : (parent ?? []);
  if (parents.length === 0) return { request, conditions: shallow ? [sql`strpos(p.name, '/') = 0`] : [] };
  if (shallow) return { request: { ...request, parent: parents }, conditions: [] };
  const below = inProjects(sql`p.id`, parents, { below: true });
  return { request, conditions: [sql`${below} and p.id <> all(${parents}::text[])`] };
}
