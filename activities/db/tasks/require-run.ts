import type { RunRef } from '../../../workflows/contracts/run.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Who wants to speak for a run: the user of the agent that runs it, or the run's own process by its token. */
export interface RunSpeaker {
  userId: string;
  run?: RunRef;
}

interface RunRow {
  newest: number;
  ended: Date | null;
  worker: string | null;
  worker_user: string | null;
}

/**
 * Makes sure that the caller speaks for a run that nothing has superseded.
 * @throws Refusal `taskNotFound`, `forbidden`, `runSuperseded`
 */
export async function requireRun(em: Em, run: RunRef, speaker: RunSpeaker): Promise<{ open: boolean; worker: string }> {
  const row = await readRow(em, run);
  if (!speaksFor(speaker, run, row))
    throw new Refusal('forbidden', `${name(run)} belongs to worker ${row.worker ?? '(none yet)'}, which is not yours`, {
      data: { ...run },
    });
  if (row.newest !== run.attempt)
    throw new Refusal('runSuperseded', `${name(run)} was superseded by attempt ${row.newest}`, { data: { ...run } });
  return { open: row.ended === null, worker: row.worker ?? '' };
}

/**
 * As `requireRun`, for what only a run that goes on may do.
 * @throws Refusal `taskNotFound`, `forbidden`, `runSuperseded`
 */
export async function requireOpenRun(em: Em, run: RunRef, speaker: RunSpeaker): Promise<{ worker: string }> {
  const { open, worker } = await requireRun(em, run, speaker);
  if (!open) throw new Refusal('runSuperseded', `${name(run)} has ended`, { data: { ...run } });
  return { worker };
}

async function readRow(em: Em, { taskId, attempt }: RunRef): Promise<RunRow> {
  const [row] = await query<RunRow>(
    em,
    sql`select t.attempt as newest, a.ended, a.worker, w.user_id as worker_user
        from attempts a join tasks t on t.id = a.task left join workers w on w.id = a.worker
        where a.task = ${taskId} and a.number = ${attempt}`,
  );
  if (row) return row;
  throw new Refusal('taskNotFound', `task ${taskId} has no attempt ${attempt}`, { field: 'task', data: { id: taskId } });
}

function speaksFor({ userId, run: own }: RunSpeaker, run: RunRef, { worker_user }: RunRow): boolean {
  return own ? own.taskId === run.taskId && own.attempt === run.attempt : userId === worker_user;
}

const name = ({ taskId, attempt }: RunRef): string => `attempt ${attempt} of task ${taskId}`;
