import { z } from 'zod';
import { getProject, listProjects } from '../../documents/projects.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { projectListRequest, projectSearch } from './search.ts';

const document = z.record(z.string(), z.unknown());

const getById = defineEndpoint({
  name: 'projects.get_by_id',
  needs: 'read',
  summary: 'One project',
  request: z.object({ project: z.string().min(1) }),
  response: z.object({ project: document }),
  async handle({ api }, { project }) {
    return { project: await getProject(api.db.em.fork(), project) };
  },
});

const getAll = defineEndpoint({
  name: 'projects.get_all',
  needs: 'read',
  summary: 'The projects that meet all the conditions',
  request: projectListRequest,
  response: z.object({ projects: z.array(document), scroll_id: z.string().optional() }),
  async handle({ api }, request) {
    const { documents, scrollId } = await listProjects(api.db.em.fork(), projectSearch(request));
    return { projects: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

export const readEndpoints = [getById, getAll];
