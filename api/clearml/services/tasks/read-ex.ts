import { z } from 'zod';
import { inProjects } from '../../../../activities/db/projects/subtree.ts';
import { sql } from '../../../../activities/db/sql.ts';
import { MADE_BY_TOOLS } from '../../../../activities/db/tasks/made-by-tools.ts';
import type { ApiContext } from '../../../context.ts';
import { expandReferences } from '../../documents/expand.ts';
import { listTasks } from '../../documents/tasks.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { type ListRequest, listRequest } from '../../query/request.ts';
import { flag, ids } from '../../schemas/common.ts';

const REFERENCES = ['project', 'parent', 'user'];
const response = z.object({ tasks: z.array(z.record(z.string(), z.unknown())), scroll_id: z.string().optional() });

const getAll = defineEndpoint({
  name: 'tasks.get_all_ex',
  needs: 'read',
  summary: 'The tasks that meet all the conditions, with what they refer to in the place of ids',
  request: listRequest.extend({ include_subprojects: flag, hide_children: flag }),
  response,
  handle: ({ api }, { include_subprojects: below, hide_children: hidesChildren, ...request }) =>
    listExpanded(api, request, { below: below ?? false, hidesChildren: hidesChildren ?? false }),
});

const getByIds = defineEndpoint({
  name: 'tasks.get_by_id_ex',
  needs: 'read',
  summary: 'Some tasks, with what they refer to in the place of ids',
  request: z.object({ id: ids, only_fields: listRequest.shape.only_fields }),
  response,
  handle: ({ api }, request) => listExpanded(api, { ...request, search_hidden: true }),
});

interface Scope {
  /** The projects below those that are asked for, too. */
  below?: boolean;
  /** Without what pipelines, sweeps and other tools made; for pages, and no field of ClearML's. */
  hidesChildren?: boolean;
}

async function listExpanded(api: ApiContext, request: ListRequest, { below = false, hidesChildren = false }: Scope = {}) {
  const em = api.db.em.fork();
  const { project, ...rest } = request;
  const projects = below && Array.isArray(project) ? (project as string[]) : [];
  const subtree = projects.length > 0 ? [inProjects(sql`t.project`, projects, { below: true })] : [];
  const children = hidesChildren ? [sql`not ${MADE_BY_TOOLS}`] : [];
  const { documents, projection, scrollId } = await listTasks(em, projects.length > 0 ? rest : request, [
    ...subtree,
    ...children,
  ]);
  await expandReferences(em, documents, projection, REFERENCES);
  return { tasks: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
}

export const readExEndpoints = [getAll, getByIds];
