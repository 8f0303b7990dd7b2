import { agentTaskQueue } from '../../../workflows/contracts/names.ts';
import type { ClaimedSignal } from '../../../workflows/contracts/task-workflow.ts';
import { planStages, type StagePlanInput } from '../../../workflows/domain/stages.ts';
import type { AttemptKind } from '../entities/attempt.entity.ts';
import { sql } from '../sql.ts';

/** What the stages of a task follow from, as columns of the task `t`. */
export const STAGE_FACTS = sql`coalesce(t.script ->> 'repository', '') as repository, coalesce(t.script ->> 'diff', '') <> '' as "hasDiff",
  coalesce(t.container ->> 'setup_shell_script', '') as "setupScript"`;

export type StageFacts = StagePlanInput;

/** What the workflow of a claimed attempt is told: who runs it, and in which stages. */
export function claimedSignal(
  { worker, kind }: { worker: string; kind: Exclude<AttemptKind, 'workflow'> },
  facts: StageFacts,
): ClaimedSignal {
  if (kind === 'external') return { kind, worker };
  return { kind, worker, agentTaskQueue: agentTaskQueue(worker), stages: planStages(facts) };
}
