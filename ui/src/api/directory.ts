import { rpc } from './rpc.ts';
import type { Project, Reference } from './types.ts';

/** Projects, users and tags: what filters choose from. */

export async function fetchProjects(searchHidden: boolean, signal?: AbortSignal): Promise<Project[]> {
  const body = {
    only_fields: ['id', 'name', 'system_tags'],
    order_by: ['name'],
    include_stats: true,
    search_hidden: searchHidden,
    page: 0,
    page_size: 5000,
  };
  return (await rpc<{ projects: Project[] }>('projects.get_all_ex', body, signal)).projects;
}

export const fetchUsers = async (signal?: AbortSignal): Promise<Reference[]> =>
  (await rpc<{ users: Reference[] }>('users.get_all_ex', { only_fields: ['id', 'name'] }, signal)).users;

export const fetchTags = async (signal?: AbortSignal): Promise<string[]> =>
  (await rpc<{ tags: string[] }>('organization.get_tags', {}, signal)).tags;
