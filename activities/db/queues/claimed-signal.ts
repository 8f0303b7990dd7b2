import { agentTaskQueue } from '../../../workflows/contracts/names.ts';
import type { ClaimedSignal } from '../../../workflows/contracts/task-workflow.ts';
import { planStages, type StagePlanInput } from '../../../workflows/domain/stages.ts';
import type { AttemptKind } from '../entities/attempt.entity.ts';
import { type Sql, sql } from '../sql.ts';

/** What the stages of a task on a worker follow from, as columns of the task `t`. */
export const stageFacts = (worker: string | Sql): Sql => sql`coalesce(t.script ->> 'repository', '') as repository,
  coalesce(t.script ->> 'diff', '') <> '' as "hasDiff", coalesce(t.container ->> 'setup_shell_script', '') as "setupScript",
  ${isInContainer(worker)} as "inContainer"`;

/** Whether the worker runs its tasks in containers. */
export const isInContainer = (worker: string | Sql): Sql =>
  sql`exists (select 1 from workers w where w.id = ${worker} and w.docker_image is not null)`;

export type StageFacts = StagePlanInput;

/** What the workflow of a claimed attempt is told: who runs it, and in which stages. */
export function claimedSignal(
  { worker, kind }: { worker: string; kind: Exclude<AttemptKind, 'workflow'> },
  facts: StageFacts,
): ClaimedSignal {
  if (kind === 'external') return { kind, worker };
  return { kind, worker, agentTaskQueue: agentTaskQueue(worker), stages: planStages(facts) };
}
