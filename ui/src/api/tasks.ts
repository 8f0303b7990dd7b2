import { ApiError, requestJson } from './http.ts';
import { rpc } from './rpc.ts';
import type { ConfigurationObject, HyperParameter, Model, Task, TaskRow, TaskWithMetrics } from './types.ts';

/** Body of `tasks.get_all_ex` without paging and fields. */
export type TaskQuery = Record<string, unknown>;

const MOST_CHILDREN = 10_000;

const ROW_FIELDS = [
  'id',
  'name',
  'type',
  'status',
  'status_message',
  'tags',
  'system_tags',
  'project.name',
  'user.name',
  'started',
  'completed',
  'last_update',
  'last_iteration',
  'active_duration',
  'last_worker',
];

const RECORD_FIELDS = [
  ...ROW_FIELDS,
  'comment',
  'parent.name',
  'created',
  'published',
  'status_reason',
  'status_changed',
  'last_change',
  'last_worker_report',
  'script',
  'container',
  'execution',
  'hyperparams',
  'configuration',
  'models',
  'output',
  'runtime',
];

/** One page of the task table. */
export async function fetchTaskPage(query: TaskQuery, page: number, pageSize: number, signal?: AbortSignal): Promise<TaskRow[]> {
  const body = { ...query, only_fields: ROW_FIELDS, page, page_size: pageSize };
  return (await rpc<{ tasks: TaskRow[] }>('tasks.get_all_ex', body, signal)).tasks;
}

/** Ids of every task that matches, for "select all". */
export async function fetchTaskIds(query: TaskQuery, limit: number): Promise<TaskRow[]> {
  const body = { ...query, only_fields: ['id', 'name', 'status', 'system_tags'], page: 0, page_size: limit };
  return (await rpc<{ tasks: TaskRow[] }>('tasks.get_all_ex', body)).tasks;
}

/** What a task has started that waits or runs. */
export const fetchOpenChildren = (parent: string): Promise<TaskRow[]> =>
  fetchTaskIds({ parent: [parent], status: ['queued', 'in_progress'], search_hidden: true }, MOST_CHILDREN);

/**
 * The whole record of one task.
 * @throws {ApiError} with status 404 when there is none.
 */
export async function fetchTask(id: string, signal?: AbortSignal): Promise<Task> {
  const body = { id: [id], only_fields: RECORD_FIELDS, search_hidden: true };
  const [task] = (await rpc<{ tasks: Task[] }>('tasks.get_all_ex', body, signal)).tasks;
  if (!task) throw new ApiError({ status: 404, code: 'not_found', message: `There is no task ${id}.` });
  return task;
}

/** The whole records of tasks, with their newest figures, in the order of the ids; those that do not exist are left out. */
export async function fetchTasksToCompare(ids: string[], signal?: AbortSignal): Promise<TaskWithMetrics[]> {
  const body = { id: ids, only_fields: [...RECORD_FIELDS, 'last_metrics'], search_hidden: true, page: 0, page_size: ids.length };
  const { tasks } = await rpc<{ tasks: TaskWithMetrics[] }>('tasks.get_all_ex', body, signal);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function fetchModels(ids: string[], signal?: AbortSignal): Promise<Model[]> {
  if (ids.length === 0) return [];
  return (await rpc<{ models: Model[] }>('models.get_all', { id: ids }, signal)).models;
}

/** Name, tags, comment and other fields that may change in any state. */
export const updateTask = (task: string, fields: object): Promise<unknown> => rpc('tasks.update', { task, ...fields });

/** Adds and removes tags; others that somebody changes at the same time stay. */
export const updateTags = (task: string, added: string[], removed: string[]): Promise<unknown> =>
  rpc('tasks.update_tags', { ids: [task], add_tags: added, remove_tags: removed });

/** Fields of a Draft: script, container, output, configuration. */
export const editTask = (task: string, fields: object): Promise<unknown> => rpc('tasks.edit', { task, ...fields });

export const editParameters = (task: string, hyperparams: HyperParameter[]): Promise<unknown> =>
  rpc('tasks.edit_hyper_params', { task, hyperparams, replace_hyperparams: 'none' });

export const deleteParameters = (task: string, hyperparams: { section: string; name: string }[]): Promise<unknown> =>
  rpc('tasks.delete_hyper_params', { task, hyperparams });

export const editConfiguration = (task: string, object: ConfigurationObject): Promise<unknown> =>
  rpc('tasks.edit_configuration', { task, configuration: [object], replace_configuration: false });

export const deleteConfiguration = (task: string, name: string): Promise<unknown> =>
  rpc('tasks.delete_configuration', { task, configuration: [name] });

export const enqueueTask = (task: string, queue: string): Promise<unknown> => rpc('tasks.enqueue', { task, queue });
export const dequeueTask = (task: string): Promise<unknown> => rpc('tasks.dequeue', { task });
/**
 * Puts a task that failed into the queue where it was.
 * @throws {ApiError} with code `queueNotFound` when it was in none, or that one is gone.
 */
export const retryTask = (task: string): Promise<unknown> =>
  requestJson(`/api/tasks/${encodeURIComponent(task)}/retry`, { method: 'POST', body: {} });
export const stopTask = (task: string): Promise<unknown> => rpc('tasks.stop', { task });
/** Asks many tasks to stop in one call, and answers why some refused, by their ids. */
export async function stopTasks(ids: string[]): Promise<Map<string, string>> {
  const { failed } = await rpc<{ failed: { id: string; error: { msg: string } }[] }>('tasks.stop_many', { ids });
  return new Map(failed.map(({ id, error }) => [id, error.msg]));
}

export const resetTask = (task: string): Promise<unknown> => rpc('tasks.reset', { task, delete_external_artifacts: true });
export const publishTask = (task: string): Promise<unknown> => rpc('tasks.publish', { task });
export const archiveTask = (task: string): Promise<unknown> => rpc('tasks.archive_many', { ids: [task] });
export const unarchiveTask = (task: string): Promise<unknown> => rpc('tasks.unarchive_many', { ids: [task] });
export const deleteTask = (task: string): Promise<unknown> => rpc('tasks.delete', { task, delete_external_artifacts: true });
export const moveTask = (task: string, projectName: string): Promise<unknown> =>
  rpc('tasks.move', { ids: [task], project_name: projectName });

export interface CloneInput {
  task: string;
  name: string;
  comment: string;
  project?: string;
}

/** Copies a task to a new Draft and returns its id. */
export async function cloneTask({ task, name, comment, project }: CloneInput): Promise<string> {
  const body = {
    task,
    new_task_name: name,
    new_task_comment: comment,
    new_task_parent: task,
    ...(project ? { new_task_project: project } : {}),
  };
  return (await rpc<{ id: string }>('tasks.clone', body)).id;
}
