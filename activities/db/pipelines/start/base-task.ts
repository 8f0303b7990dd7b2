import type { ControllerKind } from '../../../../workflows/contracts/controller.ts';
import type { StepBaseTask } from '../../../../workflows/contracts/pipeline.ts';
import type { Artifact, ConfigurationItem, HyperParameter, TaskModel } from '../../entities/task.entity.ts';
import { Refusal } from '../../errors.ts';
import type { Em } from '../../orm.ts';
import { query, type Sql, sql } from '../../sql.ts';

/** What a step starts from: the definition of another task, or of a repository's program. */
export interface BaseTask {
  type: string;
  comment: string;
  tags: string[];
  script: Record<string, unknown>;
  hyperparams: Record<string, Record<string, HyperParameter>>;
  configuration: Record<string, ConfigurationItem>;
  execution: Record<string, unknown>;
  container: Record<string, string>;
  models: { input: TaskModel[]; output: TaskModel[] };
  artifacts: Artifact[];
  output_dest: string | null;
  controller: ControllerKind | null;
}

const NEW: BaseTask = {
  type: 'training',
  comment: '',
  tags: [],
  script: {},
  hyperparams: {},
  configuration: {},
  execution: {},
  container: {},
  models: { input: [], output: [] },
  artifacts: [],
  output_dest: null,
  controller: null,
};

/** @throws Refusal `taskNotFound` */
export async function readBaseTask(em: Em, base: StepBaseTask): Promise<BaseTask> {
  if ('code' in base)
    return { ...NEW, script: { binary: base.binary, entry_point: base.entryPoint, working_dir: '.', diff: base.code } };
  if ('repository' in base) {
    const { repository, branch, commit, entryPoint, workingDir, binary } = base;
    const place = { repository, branch: branch ?? '', version_num: commit ?? '' };
    return { ...NEW, script: { ...place, binary, entry_point: entryPoint, working_dir: workingDir, diff: '' } };
  }
  const [row] = await query<BaseTask>(
    em,
    sql`select type, comment, tags, script, hyperparams, configuration, execution, container, models, artifacts, controller,
          output ->> 'destination' as output_dest
        from tasks where id = ${idOf(base)}`,
  );
  if (row) return row;
  throw new Refusal('taskNotFound', `${describeBase(base)} does not exist`, { field: 'base', data: { base } });
}

/** The newest task of a name that is not in the archive. */
function idOf(base: Extract<StepBaseTask, { task: string } | { name: string }>): Sql {
  if ('task' in base) return sql`${base.task}`;
  return sql`(select t.id from tasks t join projects p on p.id = t.project
    where p.name = ${base.project} and t.name = ${base.name} and not 'archived' = any(t.system_tags)
    order by t.last_update desc limit 1)`;
}

export const describeBase = (base: Extract<StepBaseTask, { task: string } | { name: string }>): string =>
  'task' in base ? `task ${base.task}` : `task "${base.name}" in project "${base.project}"`;
