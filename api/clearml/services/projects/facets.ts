import { z } from 'zod';
import * as facets from '../../../../activities/db/projects/facets.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag, texts } from '../../schemas/common.ts';

const MAX_INT = 2_147_483_647;
const page = { page: z.int().min(0).max(MAX_INT).nullish(), page_size: z.int().min(1).max(MAX_INT).nullish() };
const oneProject = { project: z.string().nullish().describe('Id of the project; all when absent'), include_subprojects: flag };
const manyProjects = { projects: texts, include_subprojects: flag };

interface OneProject {
  project?: string | null | undefined;
  include_subprojects?: boolean | null | undefined;
}
interface ManyProjects {
  projects?: string[] | null | undefined;
  include_subprojects?: boolean | null | undefined;
}
interface Page {
  page?: number | null | undefined;
  page_size?: number | null | undefined;
}

const scopeOfOne = ({ project, include_subprojects: below }: OneProject): facets.Scope => ({
  projects: project ? [project] : null,
  below,
});
const scopeOf = ({ projects, include_subprojects: below }: ManyProjects): facets.Scope => ({ projects, below });

const DEFAULT_PAGE_SIZE = 500;

function paged<T>(items: T[], { page, page_size: pageSize }: Page): { shown: T[]; total: number; remaining: number } {
  const size = pageSize ?? DEFAULT_PAGE_SIZE;
  const start = (page ?? 0) * size;
  const shown = items.slice(start, start + size);
  return { shown, total: items.length, remaining: Math.max(0, items.length - start - shown.length) };
}

const getHyperParameters = defineEndpoint({
  name: 'projects.get_hyper_parameters',
  needs: 'read',
  summary: 'Sections and names of the parameters of the tasks',
  request: z.object({ ...oneProject, ...page }),
  response: z.object({
    parameters: z.array(z.object({ section: z.string(), name: z.string() })),
    remaining: z.int(),
    total: z.int(),
  }),
  async handle({ api }, request) {
    const { shown, ...counts } = paged(await facets.parameterNames(api.db.em.fork(), scopeOfOne(request)), request);
    return { parameters: shown, ...counts };
  },
});

const getHyperparamValues = defineEndpoint({
  name: 'projects.get_hyperparam_values',
  needs: 'read',
  summary: 'Values that a parameter has had',
  request: z.object({ ...manyProjects, section: z.string(), name: z.string(), allow_public: flag }),
  response: z.object({ total: z.int(), values: z.array(z.string()) }),
  async handle({ api }, { section, name, ...request }) {
    const values = await facets.parameterValues(api.db.em.fork(), { scope: scopeOf(request), section, name });
    return { total: values.length, values };
  },
});

const getUniqueMetricVariants = defineEndpoint({
  name: 'projects.get_unique_metric_variants',
  needs: 'read',
  summary: 'The metrics and variants that the tasks have reported',
  request: z.object({ ...oneProject, ids: texts, model_metrics: flag }),
  response: z.object({ metrics: z.array(z.record(z.string(), z.string())) }),
  async handle({ api }, { ids, model_metrics: ofModels, ...request }) {
    return {
      metrics: await facets.metricVariants(api.db.em.fork(), { scope: scopeOfOne(request), ofModels: ofModels ?? false, ids }),
    };
  },
});

const getTaskParents = defineEndpoint({
  name: 'projects.get_task_parents',
  needs: 'read',
  summary: 'The tasks that are parents of the tasks',
  request: z.object({ ...manyProjects, tasks_state: z.enum(['active', 'archived']).nullish() }),
  response: z.object({ parents: z.array(z.record(z.string(), z.unknown())) }),
  async handle({ api }, { tasks_state: state, ...request }) {
    const archived = state ? state === 'archived' : null;
    const parents = await facets.taskParents(api.db.em.fork(), { scope: scopeOf(request), archived });
    return {
      parents: parents.map(({ id, name, project, project_name: projectName }) => ({
        id,
        name,
        ...(project ? { project: { id: project, name: projectName } } : {}),
      })),
    };
  },
});

const getUserNames = defineEndpoint({
  name: 'projects.get_user_names',
  needs: 'read',
  summary: 'The people who have made the tasks or the models',
  request: z.object({ ...manyProjects, entity: z.enum(['task', 'model']).nullish() }),
  response: z.object({ users: z.array(z.object({ id: z.string(), name: z.string() })) }),
  async handle({ api }, { entity, ...request }) {
    const table = entity === 'model' ? 'models' : 'tasks';
    return { users: await facets.userNames(api.db.em.fork(), { scope: scopeOf(request), table }) };
  },
});

const getModelMetadataKeys = defineEndpoint({
  name: 'projects.get_model_metadata_keys',
  needs: 'read',
  summary: 'The metadata keys of the models',
  request: z.object({ ...oneProject, ...page }),
  response: z.object({ keys: z.array(z.string()), remaining: z.int(), total: z.int() }),
  async handle({ api }, request) {
    const { shown, ...counts } = paged(await facets.metadataKeys(api.db.em.fork(), scopeOfOne(request)), request);
    return { keys: shown, ...counts };
  },
});

const getModelMetadataValues = defineEndpoint({
  name: 'projects.get_model_metadata_values',
  needs: 'read',
  summary: 'Values that a metadata key has had',
  request: z.object({ ...manyProjects, key: z.string(), allow_public: flag }),
  response: z.object({ total: z.int(), values: z.array(z.string()) }),
  async handle({ api }, { key, ...request }) {
    const values = await facets.metadataValues(api.db.em.fork(), scopeOf(request), key);
    return { total: values.length, values };
  },
});

export const facetEndpoints = [
  getHyperParameters,
  getHyperparamValues,
  getUniqueMetricVariants,
  getTaskParents,
  getUserNames,
  getModelMetadataKeys,
  getModelMetadataValues,
];
