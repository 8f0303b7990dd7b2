import { restoreContainer } from '../../../workflows/domain/container-secrets.ts';
import type { TaskModel } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { ensureProject } from '../projects/create-project.ts';
import { checkReferences } from './check-references.ts';
import type { TaskContent } from './content.ts';
import { insertTask } from './create-task.ts';
import { readTaskDefinition, type TaskDefinition } from './task-definition.ts';

export interface CloneTaskInput {
  task: string;
  userId: string;
  /** Fields of the clone that differ from the source. */
  overrides: Omit<TaskContent, 'models' | 'type'>;
  /** Models to start from in place of the source's. */
  inputModels?: TaskModel[] | null | undefined;
  /** Merged into the source's execution settings. */
  executionOverrides?: Record<string, unknown> | null | undefined;
  newProjectName?: string | null | undefined;
}

export interface CloneResult {
  id: string;
  newProject?: { id: string; name: string };
}

/**
 * Makes a draft with the definition of another task and none of its results.
 * @throws Refusal `taskNotFound`, `projectNotFound`
 */
export function cloneTask(db: Db, input: CloneTaskInput): Promise<CloneResult> {
  return db.em.fork().transactional((em) => cloneWithin(em, input));
}

/** `cloneTask` in the caller's transaction. */
export async function cloneWithin(em: Em, input: CloneTaskInput): Promise<CloneResult> {
  const source = await readTaskDefinition(em, input.task);
  if (!source)
    throw new Refusal('taskNotFound', `Invalid task id: id=${input.task}`, { field: 'task', data: { id: input.task } });
  const { newProjectName: name, userId } = input;
  const newProject = name ? { id: await ensureProject(em, { name, userId }), name } : undefined;
  const content = cloneContent(source, input);
  if (newProject) content.project = newProject.id;
  await checkReferences(em, content);
  const id = await insertTask(em, { content, userId, controller: source.controller, gpusNeeded: source.gpus_needed });
  return { id, ...(newProject ? { newProject } : {}) };
}

function cloneContent(source: TaskDefinition, { task, overrides, inputModels, executionOverrides }: CloneTaskInput) {
  const { models, artifacts, execution, system_tags: systemTags, controller: _, gpus_needed: __, ...definition } = source;
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined && value !== null));
  const content: TaskContent & { name: string } = {
    ...definition,
    parent: task,
    system_tags: systemTags.filter((tag) => tag !== 'development' && tag !== 'archived'),
    models: { input: inputModels ?? models.input, output: [] },
    execution: { ...execution, ...executionOverrides, artifacts: artifacts.filter((artifact) => artifact.mode === 'input') },
    ...given,
  };
  if (overrides.container) content.container = restoreContainer(overrides.container, source.container);
  return content;
}
