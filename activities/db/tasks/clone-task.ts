import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import { restoreContainer } from '../../../workflows/domain/container-secrets.ts';
import type { Artifact, TaskModel } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { ensureProject } from '../projects/create-project.ts';
import { query, sql } from '../sql.ts';
import { checkReferences } from './check-references.ts';
import type { TaskContent } from './content.ts';
import { insertTask } from './create-task.ts';

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

type SourceRow = Required<Pick<TaskContent, 'name' | 'type' | 'comment' | 'project' | 'tags' | 'system_tags'>> & {
  script: Record<string, unknown>;
  hyperparams: NonNullable<TaskContent['hyperparams']>;
  configuration: NonNullable<TaskContent['configuration']>;
  execution: Record<string, unknown>;
  container: Record<string, string>;
  models: { input: TaskModel[]; output: TaskModel[] };
  artifacts: Artifact[];
  /** Where its models go: those of the clone as well. */
  output_dest: string | null;
  controller: ControllerKind | null;
};

/**
 * Makes a draft with the definition of another task and none of its results.
 * @throws Refusal `taskNotFound`, `projectNotFound`
 */
export function cloneTask(db: Db, input: CloneTaskInput): Promise<CloneResult> {
  return db.em.fork().transactional((em) => cloneWithin(em, input));
}

/** `cloneTask` in the caller's transaction. */
export async function cloneWithin(em: Em, input: CloneTaskInput): Promise<CloneResult> {
  const [source] = await query<SourceRow>(
    em,
    sql`select name, type, comment, project, tags, system_tags, script, hyperparams, configuration, execution, container, models, artifacts,
          output ->> 'destination' as output_dest, controller
        from tasks where id = ${input.task}`,
  );
  if (!source)
    throw new Refusal('taskNotFound', `Invalid task id: id=${input.task}`, { field: 'task', data: { id: input.task } });
  const { newProjectName: name, userId } = input;
  const newProject = name ? { id: await ensureProject(em, { name, userId }), name } : undefined;
  const content = cloneContent(source, input);
  if (newProject) content.project = newProject.id;
  await checkReferences(em, content);
  const id = await insertTask(em, { content, userId, controller: source.controller });
  return { id, ...(newProject ? { newProject } : {}) };
}

function cloneContent(source: SourceRow, { task, overrides, inputModels, executionOverrides }: CloneTaskInput) {
  const { models, artifacts, execution, system_tags: systemTags, controller: _, ...definition } = source;
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined && value !== null));
  const content: TaskContent & { name: string } = {
    ...definition,
    name: source.name ?? '',
    parent: task,
    system_tags: systemTags?.filter((tag) => tag !== 'development' && tag !== 'archived'),
    models: { input: inputModels ?? models.input, output: [] },
    execution: { ...execution, ...executionOverrides, artifacts: artifacts.filter((artifact) => artifact.mode === 'input') },
    ...given,
  };
  if (overrides.container) content.container = restoreContainer(overrides.container, source.container);
  return content;
}
