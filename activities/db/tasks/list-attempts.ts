import type { ControllerKind } from '../../../workflows/contracts/controller.ts';
import type { Stage } from '../../../workflows/contracts/run.ts';
import { planStages } from '../../../workflows/domain/stages.ts';
import type { AttemptKind, AttemptState, StageRecord } from '../entities/attempt.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { type StageFacts, stageFacts } from '../queues/claimed-signal.ts';
import { query, sql } from '../sql.ts';

export interface AttemptView {
  number: number;
  state: AttemptState;
  kind: AttemptKind;
  queue: string | null;
  queue_name: string | null;
  worker: string | null;
  /** Name of the user whose own process it is, which no worker runs. */
  user: string | null;
  created: Date;
  claimed: Date | null;
  started: Date | null;
  ended: Date | null;
  exit_code: number | null;
  reason: string | null;
  stages: StageRecord[];
}

export interface AttemptList {
  attempts: AttemptView[];
  /** What an attempt of the task, as it is now, goes through. */
  plan: Stage[];
  controller: ControllerKind | null;
  infrastructureRetries: number;
  infrastructureFailures: number;
}

/**
 * Every attempt to run a task, the first one first.
 * @throws Refusal `taskNotFound`
 */
export async function listAttempts(em: Em, task: string): Promise<AttemptList> {
  const facts = await readFacts(em, task);
  const attempts = await query<AttemptView>(
    em,
    sql`select a.number, a.state, a.kind, a.queue, q.name as queue_name,
          case when a.worker !~ '^(user|run):' then a.worker end as worker, u.name as "user", a.created, a.claimed, a.started, a.ended,
          a.exit_code, a.reason, a.stages
        from attempts a left join queues q on q.id = a.queue left join users u on 'user:' || u.id = a.worker
        where a.task = ${task} order by a.number`,
  );
  return {
    attempts,
    plan: planStages(facts),
    controller: facts.controller,
    infrastructureRetries: facts.infrastructureRetries,
    infrastructureFailures: facts.infrastructureFailures,
  };
}

interface TaskFacts extends StageFacts {
  controller: ControllerKind | null;
  infrastructureRetries: number;
  infrastructureFailures: number;
}

const workerOfTask = sql`(select a.worker from attempts a where a.task = t.id and a.number = t.attempt)`;

async function readFacts(em: Em, task: string): Promise<TaskFacts> {
  const [facts] = await query<TaskFacts>(
    em,
    sql`select ${stageFacts(workerOfTask)}, controller,
          infrastructure_retries as "infrastructureRetries", infrastructure_failures as "infrastructureFailures"
        from tasks t where id = ${task}`,
  );
  if (facts) return facts;
  throw new Refusal('taskNotFound', `task ${task} does not exist`, { field: 'task', data: { id: task } });
}
