import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { isInContainer } from '../queues/claimed-signal.ts';
import { query, sql } from '../sql.ts';

/** What an agent needs of the record to run a task. */
export interface RunRecord {
  name: string;
  type: string;
  project: string;
  project_name: string | null;
  queue: string | null;
  queue_name: string | null;
  script: Record<string, unknown>;
  container: Record<string, string>;
  environment: Record<string, HyperParameter> | null;
  /** The agent runs it in a container. */
  inContainer: boolean;
  /** Whose work it is: who put it into its queue, else who made it. */
  user_id: string;
  token_epoch: number;
}

/** @throws Refusal `forbidden` when the user behind the run may no longer use the server */
export async function readRun(em: Em, { taskId, attempt }: RunRef): Promise<RunRecord> {
  const [row] = await query<RunRecord & { disabled: boolean }>(
    em,
    sql`select t.name, t.type, t.project, p.name as project_name, q.id as queue, q.name as queue_name, t.script, t.container,
          t.hyperparams -> 'Environment' as environment, ${isInContainer(sql`a.worker`)} as "inContainer", u.id as user_id, u.token_epoch, u.disabled
        from attempts a
          join tasks t on t.id = a.task
          left join projects p on p.id = t.project
          left join queues q on q.id = a.queue
          left join lateral (
            select substr(actor, 6) as id from (
              select actor from task_transitions
              where task = t.id and to_status = 'queued' and from_status <> 'queued' and actor !~ '^(server|worker:)' order by id desc limit 1
            ) enqueued where actor like 'user:%'
          ) enqueuer on true
          join users u on u.id = coalesce(enqueuer.id, t.user_id)
        where a.task = ${taskId} and a.number = ${attempt}`,
  );
  if (row && !row.disabled) return row;
  throw new Refusal('forbidden', `the user behind task ${taskId} was disabled or removed`, { data: { id: taskId } });
}
