import { Refusal } from '../errors.ts';
import { deleteModel } from '../models/delete-model.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { deleteTask } from '../tasks/delete-task.ts';
import type { FileUrls } from '../tasks/task-files.ts';
import { inProjects } from './subtree.ts';

export interface ProjectContents {
  tasks: number;
  non_archived_tasks: number;
  models: number;
  non_archived_models: number;
}

/** How much a project holds, with those below it. */
export async function countContents(em: Em, project: string): Promise<ProjectContents> {
  const inside = inProjects(sql.ref('project'), [project], { below: true });
  const [row] = await query<ProjectContents>(
    em,
    sql`select t.all::int as tasks, t.live::int as non_archived_tasks, m.all::int as models, m.live::int as non_archived_models from
      (select count(*) as all, count(*) filter (where not 'archived' = any(system_tags)) as live from tasks where ${inside}) t,
      (select count(*) as all, count(*) filter (where not 'archived' = any(system_tags)) as live from models where ${inside}) m`,
  );
  return row as ProjectContents;
}

export interface DeleteProjectInput {
  project: string;
  /** Deletes a project that still holds tasks or models. */
  force: boolean;
  /** Deletes what it holds; else its tasks and models lose their project. */
  deleteContents: boolean;
  /** Seconds after which stored files go too; null keeps them; default 0. */
  filesAfter?: number | null;
}

export interface DeletedProject {
  deleted: number;
  deletedTasks: number;
  deletedModels: number;
  disassociatedTasks: number;
  urls: FileUrls;
}

/**
 * Deletes a project and those below it.
 * @throws Refusal `projectNotFound`, `projectNotEmpty`
 */
export async function deleteProject(
  db: Db,
  { project, force, deleteContents, filesAfter = 0 }: DeleteProjectInput,
): Promise<DeletedProject> {
  const em = db.em.fork();
  const [found] = await query(em, sql`select 1 from projects where id = ${project}`);
  if (!found)
    throw new Refusal('projectNotFound', `Invalid project id: id=${project}`, { field: 'project', data: { id: project } });
  const contents = await countContents(em, project);
  if (!force && contents.non_archived_tasks + contents.non_archived_models > 0) throw notEmpty(project, contents);
  const emptied = deleteContents ? await deleteAll(db, project, filesAfter) : { tasks: 0, models: 0, urls: noUrls() };
  const rest = await removeRows(db, project);
  return {
    deleted: rest.projects,
    deletedTasks: emptied.tasks,
    deletedModels: emptied.models,
    disassociatedTasks: rest.tasks,
    urls: emptied.urls,
  };
}

function notEmpty(project: string, contents: ProjectContents): Refusal {
  const kind = contents.non_archived_tasks > 0 ? 'tasks' : 'models';
  return new Refusal('projectNotEmpty', `Project has associated ${kind} (use force=true): id=${project}`, {
    field: 'project',
    data: { id: project, ...contents },
  });
}

const noUrls = (): FileUrls => ({ artifact_urls: [], event_urls: [], model_urls: [] });

/** One after the other, each in a transaction of its own: a project may hold thousands. */
async function deleteAll(db: Db, project: string, filesAfter: number | null) {
  const em = db.em.fork();
  const inside = inProjects(sql.ref('project'), [project], { below: true });
  const urls = noUrls();
  const tasks = await query<{ id: string }>(em, sql`select id from tasks where ${inside}`);
  let deletedModels = 0;
  for (const { id } of tasks) {
    const deleted = await deleteTask(db, { task: id, force: true, filesAfter });
    for (const kind of ['artifact_urls', 'event_urls', 'model_urls'] as const) urls[kind].push(...deleted.urls[kind]);
    deletedModels += deleted.deletedModels;
  }
  const models = await query<{ id: string }>(em, sql`select id from models where ${inside}`);
  for (const { id } of models) {
    const { uri, eventUrls } = await deleteModel(db, { model: id, force: true, filesAfter });
    urls.model_urls.push(...(uri ? [uri] : []));
    urls.event_urls.push(...eventUrls);
  }
  return { tasks: tasks.length, models: deletedModels + models.length, urls };
}

function removeRows(db: Db, project: string): Promise<{ tasks: number; projects: number }> {
  return db.em.fork().transactional(async (em) => {
    const inside = inProjects(sql.ref('project'), [project], { below: true });
    const tasks = await query(em, sql`update tasks set project = '' where ${inside} returning id`);
    await query(em, sql`update models set project = null where ${inside}`);
    const projects = await query(
      em,
      sql`delete from projects where ${inProjects(sql.ref('projects.id'), [project], { below: true })} returning id`,
    );
    return { tasks: tasks.length, projects: projects.length };
  });
}
