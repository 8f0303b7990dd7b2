import { z } from 'zod';
import { tagsInUse } from '../../../../activities/db/projects/facets.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, texts } from '../../schemas/common.ts';

const request = z.object({
  projects: texts,
  include_system: flag,
  filter: z.object({ tags: texts, system_tags: texts }).nullish().describe('Only of those that have all these tags'),
});
const response = z.object({ tags: z.array(z.string()), system_tags: z.array(z.string()).optional() });

const tagsOf = (kind: 'task' | 'model' | 'project') =>
  defineEndpoint({
    name: `projects.get_${kind}_tags`,
    needs: 'read',
    summary: `The tags of the ${kind}s`,
    request,
    response,
    async handle({ api }, { projects, include_system: includeSystem, filter }) {
      const { tags, system_tags } = await tagsInUse(api.db.em.fork(), `${kind}s`, {
        scope: { projects },
        filter: filter as { tags?: string[]; system_tags?: string[] } | null | undefined,
      });
      return includeSystem ? { tags, system_tags } : { tags };
    },
  });

export const tagEndpoints = [tagsOf('task'), tagsOf('model'), tagsOf('project')];
