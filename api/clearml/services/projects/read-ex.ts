import { z } from 'zod';
import type { Em } from '../../../../activities/db/orm.ts';
import { ownContents, type ProjectStats, projectStats, subProjects } from '../../../../activities/db/projects/project-stats.ts';
import type { Document } from '../../documents/document.ts';
import { expandReferences } from '../../documents/expand.ts';
import { listProjects } from '../../documents/projects.ts';
import { wireDate } from '../../documents/wire-date.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { flag } from '../../schemas/common.ts';
import { projectListRequest, projectSearch } from './search.ts';

const getAll = defineEndpoint({
  name: 'projects.get_all_ex',
  needs: 'read',
  summary: 'The projects that meet all the conditions, with numbers on what they hold',
  request: projectListRequest.extend({
    include_stats: flag,
    check_own_contents: flag,
    stats_for_state: z.enum(['active', 'archived']).nullish(),
  }),
  response: z.object({ projects: z.array(z.record(z.string(), z.unknown())), scroll_id: z.string().optional() }),
  async handle({ api }, { include_stats: withStats, check_own_contents: withOwn, stats_for_state: state, ...request }) {
    const em = api.db.em.fork();
    const { documents, projection, scrollId } = await listProjects(em, projectSearch(request));
    if (withStats) await addStats(em, documents, state ?? undefined);
    if (withOwn) await addOwnContents(em, documents);
    await expandReferences(em, documents, projection, ['user']);
    for (const document of documents) if (document.parent) document.parent = { id: document.parent };
    return { projects: documents, ...(scrollId ? { scroll_id: scrollId } : {}) };
  },
});

const idsOf = (documents: Document[]): string[] => documents.map((document) => document.id as string);

async function addStats(em: Em, documents: Document[], state: 'active' | 'archived' | undefined): Promise<void> {
  const stats = await projectStats(em, idsOf(documents));
  const below = Map.groupBy(await subProjects(em, idsOf(documents)), (row) => row.top);
  for (const document of documents) {
    const own = stats.get(document.id as string);
    const shown = state ? [state] : (['active', 'archived'] as const);
    document.stats = Object.fromEntries(shown.map((name) => [name, own && wireStats(own[name])]));
    document.sub_projects = (below.get(document.id as string) ?? []).map(({ id, name }) => ({ id, name }));
  }
}

const wireStats = ({ last_task_run: lastRun, ...stats }: ProjectStats) => ({
  ...stats,
  ...(lastRun ? { last_task_run: wireDate(lastRun) } : {}),
});

async function addOwnContents(em: Em, documents: Document[]): Promise<void> {
  const own = new Map((await ownContents(em, idsOf(documents))).map((row) => [row.id, row]));
  for (const document of documents) Object.assign(document, own.get(document.id as string));
}

export const readExEndpoints = [getAll];
