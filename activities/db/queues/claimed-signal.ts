import { agentTaskQueue } from '../../../workflows/contracts/names.ts';
import type { ClaimedSignal } from '../../../workflows/contracts/task-workflow.ts';
import { planStages } from '../../../workflows/domain/stages.ts';
import type { AttemptKind } from '../entities/attempt.entity.ts';
import type { Em } from '../orm.ts';

/** What the workflow of a claimed attempt is told: who runs it, and in which stages. */
export async function claimedSignal(
  em: Em,
  { task, worker, kind }: { task: string; worker: string; kind: Exclude<AttemptKind, 'workflow'> },
): Promise<ClaimedSignal> {
  if (kind === 'external') return { kind, worker };
  const [script] = await em.execute<{ repository: string; diff: boolean; setup: string }[]>(
    `select coalesce(script ->> 'repository', '') as repository, coalesce(script ->> 'diff', '') <> '' as diff,
       coalesce(container ->> 'setup_shell_script', '') as setup from tasks where id = ?`,
    [task],
  );
  const { repository = '', diff: hasDiff = false, setup: setupScript = '' } = script ?? {};
  return { kind, worker, agentTaskQueue: agentTaskQueue(worker), stages: planStages({ repository, hasDiff, setupScript }) };
}
