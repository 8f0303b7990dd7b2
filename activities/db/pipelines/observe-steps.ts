import type { StepState } from '../../../workflows/contracts/pipeline.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { isEnd } from '../../../workflows/domain/pipeline/ends.ts';
import type { NodeUpdate } from '../../../workflows/domain/pipeline/run-state.ts';
import type { TaskStatus } from '../../../workflows/domain/task-status.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { copyMonitored } from './monitor/copy-monitored.ts';
import { lockNode, type NodeRow, updateNode, updateOf } from './node-rows.ts';
import { fillCache } from './start/cache.ts';
import { addToTimeline } from './timeline.ts';

/**
 * Takes over what the records of steps' tasks say. Answers the nodes as they are now, also those that have ended: the workflow may not have
 * heard of it, when its process died after the end was written here and before Temporal knew the answer.
 */
export async function observeSteps(db: Db, { run, tasks }: { run: RunRef; tasks: string[] | 'all' }): Promise<NodeUpdate[]> {
  const nodes = await query<NodeRow & { over: boolean }>(
    db.em.fork(),
    sql`select n.*, coalesce(t.status not in ('created', 'queued', 'in_progress'), false) as over
        from pipeline_nodes n left join tasks t on t.id = n.task
        where n.run = ${run.taskId} and n.task is not null
          ${tasks === 'all' ? sql`` : sql`and n.task = any(${tasks}::text[])`}
        order by n.position, n.index`,
  );
  const updates: NodeUpdate[] = [];
  for (const { over, ...node } of nodes) {
    if (isEnd(node.state)) {
      updates.push(updateOf(node));
      continue;
    }
    // Before its end is written: after that nobody looks at it again.
    if (over) await copyMonitored(db, { run: run.taskId, node: node.name, whole: true });
    updates.push(await db.em.fork().transactional((em) => observe(em, run.taskId, node.name)));
  }
  return updates;
}

interface TaskFacts {
  status: TaskStatus;
  status_reason: string;
  started: Date | null;
  completed: Date | null;
}

async function observe(em: Em, run: string, name: string): Promise<NodeUpdate> {
  const row = await lockNode(em, run, name);
  if (row.task === null || !hasLiveTask(row)) return updateOf(row);
  const [task] = await query<TaskFacts>(
    em,
    sql`select status, status_reason, started, completed from tasks where id = ${row.task}`,
  );
  const { state, reason } = task ? stateOf(task, row) : { state: 'aborted' as const, reason: 'its task was deleted' };
  if ((state === row.state || (row.state === 'blocked' && state === 'running')) && reason === null) return updateOf(row);
  await updateNode(em, row, {
    state,
    ...(reason === null ? {} : { reason }),
    started: task?.started ?? row.started,
    ended: isEnd(state) ? (task?.completed ?? new Date()) : null,
  });
  await addToTimeline(em, { run, node: name, state, text: reason ?? '' });
  if (state === 'completed' && row.cache_key !== null) await keepResult(em, row, row.cache_key);
  return updateOf(row);
}

const hasLiveTask = ({ state }: NodeRow): boolean => state === 'queued' || state === 'running' || state === 'blocked';

function stateOf({ status, status_reason }: TaskFacts, { limit_reason }: NodeRow): { state: StepState; reason: string | null } {
  switch (status) {
    case 'created':
      return { state: 'queued', reason: 'somebody took its task out of the queue: enqueue it again, or abort the step' };
    case 'queued':
      return { state: 'queued', reason: null };
    case 'in_progress':
      return { state: 'running', reason: null };
    case 'failed':
      return { state: 'failed', reason: limit_reason ?? (status_reason || 'its task failed') };
    case 'stopped':
      if (limit_reason !== null) return { state: 'failed', reason: limit_reason };
      return { state: 'aborted', reason: status_reason || 'its task was stopped' };
    default:
      return { state: 'completed', reason: null };
  }
}

async function keepResult(em: Em, row: NodeRow, key: string): Promise<void> {
  const [task] = await query<{ project: string }>(em, sql`select project from tasks where id = ${row.run}`);
  if (!task || row.task === null) return;
  await fillCache(em, { key, parts: row.cache_parts ?? {}, pipeline: task.project, step: row.step, task: row.task });
}
