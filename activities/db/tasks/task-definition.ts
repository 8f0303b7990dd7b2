import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import type { Artifact, ConfigurationItem, HyperParameter, TaskModel } from '../entities/task.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** What a task is made of, without what it did: the part that another one can start from. */
export interface TaskDefinition {
  name: string;
  type: string;
  comment: string;
  project: string;
  tags: string[];
  system_tags: string[];
  script: Record<string, unknown>;
  hyperparams: Record<string, Record<string, HyperParameter>>;
  configuration: Record<string, ConfigurationItem>;
  execution: Record<string, unknown>;
  container: Record<string, string>;
  models: { input: TaskModel[]; output: TaskModel[] };
  artifacts: Artifact[];
  /** Where its output goes. */
  output_dest: string | null;
  controller: ControllerKind | null;
  gpus_needed: number;
}

export async function readTaskDefinition(em: Em, task: string): Promise<TaskDefinition | null> {
  const [row] = await query<TaskDefinition>(
    em,
    sql`select name, type, comment, project, tags, system_tags, script, hyperparams, configuration, execution, container, models, artifacts,
          output ->> 'destination' as output_dest, controller, gpus_needed
        from tasks where id = ${task}`,
  );
  return row ?? null;
}
