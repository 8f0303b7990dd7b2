import type { ClosedStep } from '../../../workflows/contracts/pipeline-activities.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { isEnd } from '../../../workflows/domain/pipeline/ends.ts';
import type { NodeUpdate } from '../../../workflows/domain/pipeline/run-state.ts';
import type { Db } from '../orm.ts';
import { lockNode, updateNode, updateOf } from './node-rows.ts';
import { addToTimeline } from './timeline.ts';

/** Writes the end of nodes that no task stands for: skipped ones, groups, approvals and waits. One that has ended stays as it is. */
export async function closeSteps(
  db: Db,
  { run, steps, actor = null }: { run: RunRef; steps: ClosedStep[]; actor?: string | null },
): Promise<NodeUpdate[]> {
  return db.em.fork().transactional(async (em) => {
    const updates: NodeUpdate[] = [];
    for (const { node, state, reason, overEnd = false } of steps) {
      const row = await lockNode(em, run.taskId, node);
      if (!isEnd(row.state) || (overEnd && row.state !== state)) {
        const approval = actor !== null && row.kind === 'approval' ? { approved_by: actor } : {};
        await updateNode(em, row, { state, reason: reason || null, ended: new Date(), ...approval });
        await addToTimeline(em, { run: run.taskId, node, state, text: reason, actor });
      }
      updates.push(updateOf(row));
    }
    return updates;
  });
}
