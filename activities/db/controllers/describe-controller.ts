import type { ControllerInput, ControllerKind } from '../../../workflows/contracts/controller.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface ControllerDescription {
  kind: ControllerKind;
  input: ControllerInput;
}

/** The open attempt of a controller, with names for people who look into Temporal; null when there is none. */
export async function describeController(db: Db, task: string): Promise<ControllerDescription | null> {
  const [row] = await query<ControllerInput & { kind: ControllerKind }>(
    db.em.fork(),
    sql`select t.id as "taskId", t.attempt, t.name, coalesce(p.name, t.project) as project, t.controller as kind
        from tasks t join attempts a on a.task = t.id and a.number = t.attempt and a.ended is null and a.kind = 'workflow'
          left join projects p on p.id = t.project
        where t.id = ${task} and t.controller is not null`,
  );
  if (!row) return null;
  const { kind, ...input } = row;
  return { kind, input };
}
