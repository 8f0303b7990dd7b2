import type { TaskQuery } from '../../api/tasks.ts';
import type { Sort } from '../../components/data-table/types.ts';
import { escapePattern } from '../../domain/patterns.ts';

export type TagMode = 'any' | 'all' | 'none';

/** What the task table shows. It lives in the address, so that a view can be shared and "back" works. */
export interface TaskFilters {
  search: string;
  status: string[];
  type: string[];
  user: string[];
  tags: string[];
  tagMode: TagMode;
  archived: boolean;
  sort: Sort;
}

const LISTS = ['status', 'type', 'user', 'tags'] as const;
const DEFAULT_SORT: Sort = { key: 'last_update', descending: true };

export function parseFilters(parameters: URLSearchParams): TaskFilters {
  const [status, type, user, tags] = LISTS.map((key) => parameters.getAll(key)) as [string[], string[], string[], string[]];
  const tagMode = parameters.get('tagMode');
  return {
    search: parameters.get('q') ?? '',
    status,
    type,
    user,
    tags,
    tagMode: tagMode === 'all' || tagMode === 'none' ? tagMode : 'any',
    archived: parameters.get('archived') === '1',
    sort: parseSort(parameters.get('sort')),
  };
}

function parseSort(text: string | null): Sort {
  if (!text) return DEFAULT_SORT;
  return text.startsWith('-') ? { key: text.slice(1), descending: true } : { key: text, descending: false };
}

const sortText = ({ key, descending }: Sort): string => (descending ? `-${key}` : key);

/** Leaves out what is as usual, so that the address stays short. */
export function serializeFilters(filters: TaskFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  if (filters.search) parameters.set('q', filters.search);
  for (const key of LISTS) for (const value of filters[key]) parameters.append(key, value);
  if (filters.tagMode !== 'any') parameters.set('tagMode', filters.tagMode);
  if (filters.archived) parameters.set('archived', '1');
  if (sortText(filters.sort) !== sortText(DEFAULT_SORT)) parameters.set('sort', sortText(filters.sort));
  return parameters;
}

export const isFiltered = (filters: TaskFilters): boolean =>
  filters.search !== '' || LISTS.some((key) => filters[key].length > 0);

const SEARCHED_FIELDS = ['id', 'name', 'comment', 'tags'];

/**
 * The filters as the body of `tasks.get_all_ex`.
 * @param searchHidden with the steps of pipelines, the trials of sweeps and what else tools made for themselves
 * @param projects ids of the project and those below it; null for all.
 */
export function toTaskQuery(filters: TaskFilters, projects: string[] | null, searchHidden: boolean): TaskQuery {
  return {
    system_tags: [filters.archived ? 'archived' : '-archived'],
    order_by: [sortText(filters.sort)],
    ...(searchHidden ? { search_hidden: true } : { hide_children: true }),
    ...(projects ? { project: projects } : {}),
    ...(filters.status.length > 0 ? { status: filters.status } : {}),
    ...(filters.type.length > 0 ? { type: filters.type } : {}),
    ...(filters.user.length > 0 ? { user: filters.user } : {}),
    ...(filters.tags.length > 0 ? { tags: tagOperators(filters.tags, filters.tagMode) } : {}),
    ...(filters.search ? { _any_: { fields: SEARCHED_FIELDS, pattern: escapePattern(filters.search) } } : {}),
  };
}

function tagOperators(tags: string[], mode: TagMode): string[] {
  if (mode === 'all') return ['__$all', ...tags];
  if (mode === 'none') return ['__$all', ...tags.flatMap((tag) => ['__$not', tag])];
  return ['__$any', ...tags];
}
