import type { StepBaseTask } from '../../../../workflows/contracts/pipeline.ts';
import { Refusal } from '../../errors.ts';
import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { readTaskDefinition, type TaskDefinition } from '../../tasks/task-definition.ts';

/** What a step starts from: the definition of another task, or of a repository's program. */
export type BaseTask = Omit<TaskDefinition, 'name' | 'project' | 'system_tags'>;

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
  gpus_needed: 0,
};

export type ReadBaseTask = (em: Em, base: StepBaseTask) => Promise<BaseTask>;

/** Steps that start together often start from the same task: it is read once. */
export function readingBasesOnce(): ReadBaseTask {
  const read = new Map<string, Promise<BaseTask>>();
  return (em, base) => {
    const key = JSON.stringify(base);
    const known = read.get(key) ?? readBaseTask(em, base);
    read.set(key, known);
    return known;
  };
}

/** @throws Refusal `taskNotFound` */
async function readBaseTask(em: Em, base: StepBaseTask): Promise<BaseTask> {
  if ('code' in base)
    return { ...NEW, script: { binary: base.binary, entry_point: base.entryPoint, working_dir: '.', diff: base.code } };
  if ('repository' in base) {
    const { repository, branch, commit, entryPoint, workingDir, binary } = base;
    const place = { repository, branch: branch ?? '', version_num: commit ?? '' };
    return { ...NEW, script: { ...place, binary, entry_point: entryPoint, working_dir: workingDir, diff: '' } };
  }
  const id = 'task' in base ? base.task : await findByName(em, base);
  const task = id === null ? null : await readTaskDefinition(em, id);
  if (task) return task;
  throw new Refusal('taskNotFound', `${describeBase(base)} does not exist`, { field: 'base', data: { base } });
}

/** The newest task of a name that is not in the archive. */
async function findByName(em: Em, { project, name }: { project: string; name: string }): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    em,
    sql`select t.id from tasks t join projects p on p.id = t.project
        where p.name = ${project} and t.name = ${name} and not 'archived' = any(t.system_tags)
        order by t.last_update desc limit 1`,
  );
  return row?.id ?? null;
}

export const describeBase = (base: Extract<StepBaseTask, { task: string } | { name: string }>): string =>
  'task' in base ? `task ${base.task}` : `task "${base.name}" in project "${base.project}"`;
