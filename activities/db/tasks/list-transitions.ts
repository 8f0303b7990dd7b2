import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface TransitionView {
  at: Date;
  from: TaskStatus;
  to: TaskStatus;
  /** `user:<id>`, `worker:<id>`, `run:<task>-<attempt>` or `server`. */
  actor: string;
  /** Name of the user behind `actor`, when it is one. */
  user: string | null;
  reason: string;
  message: string;
  attempt: number;
}

/** Every change of a task's status, the first one first; resets included. */
export function listTransitions(em: Em, task: string): Promise<TransitionView[]> {
  return query<TransitionView>(
    em,
    sql`select t.at, t.from_status as "from", t.to_status as "to", t.actor, u.name as "user", t.reason, t.message, t.attempt
        from task_transitions t left join users u on t.actor = 'user:' || u.id
        where t.task = ${task} order by t.id`,
  );
}
