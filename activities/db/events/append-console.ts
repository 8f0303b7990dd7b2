import type { ConsoleChunkRequest, ConsoleChunkResponse } from '../../../workflows/contracts/agent-api.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { type ConsoleRows, type OpenRow, planConsoleRows } from './console-rows.ts';
import { LATEST } from './event-batch.ts';
import { notify } from './notify-live.ts';

export interface AppendConsoleInput extends ConsoleChunkRequest {
  run: RunRef;
  /** The agent's worker id. */
  worker: string;
}

/**
 * Stores the next text of a run's console. What is stored already is left out, so a chunk may be sent again, cut anew and
 * overlapping; after a gap nothing is stored, and the answer says where to go on.
 * @throws Refusal `taskNotFound`; `runSuperseded` when the attempt is not the task's newest
 */
export function appendConsole(db: Db, input: AppendConsoleInput): Promise<ConsoleChunkResponse> {
  return db.em.fork().transactional(async (em) => {
    const stream = await lockStream(em, input.run);
    const bytes = Buffer.from(input.text);
    const next = Math.max(stream.next, input.offset + bytes.length);
    if (input.offset > stream.next || next === stream.next) return { next: stream.next };
    const text = bytes
      .subarray(stream.next - input.offset)
      .toString()
      .replaceAll('\0', '\uFFFD');
    const plan = planConsoleRows(text, stream.open);
    const at = Math.max(stream.at, Math.min(Math.trunc(input.timestamp), LATEST));
    const open = await storeRows(em, plan, { ...input, at, before: stream.open?.id ?? null });
    await query(
      em,
      sql`update attempts set console_next = ${next}, console_at = ${at}, console_open = ${open}
      where task = ${input.run.taskId} and number = ${input.run.attempt}`,
    );
    await query(em, sql`update tasks set last_update = now() where id = ${input.run.taskId}`);
    await notify(em, [{ topic: 'console', id: input.run.taskId }]);
    return { next };
  });
}

interface ConsoleStream {
  /** First byte that is not stored. */
  next: number;
  /** Timestamp of the newest text. */
  at: number;
  open: OpenRow | null;
}

/** The task first, then the attempt, as every other change takes them: what a task's log gets, it gets in one order. */
async function lockStream(em: Em, { taskId, attempt }: RunRef): Promise<ConsoleStream> {
  const [task] = await query<{ attempt: number }>(em, sql`select attempt from tasks where id = ${taskId} for no key update`);
  if (!task) throw new Refusal('taskNotFound', `task ${taskId} does not exist`, { field: 'task', data: { id: taskId } });
  const [row] = await query<{ next: string; at: string; id: string | null; start: string; length: number }>(
    em,
    sql`select a.console_next as next, a.console_at as at, o.id, coalesce(o.continues, o.id) as start, length(o.msg) as length
      from attempts a left join log_events o on o.id = a.console_open
      where a.task = ${taskId} and a.number = ${attempt} for no key update of a`,
  );
  if (task.attempt !== attempt || !row) {
    throw new Refusal('runSuperseded', `attempt ${attempt} of task ${taskId} is not its newest, which is ${task.attempt}`, {
      field: 'attempt',
      data: { id: taskId, attempt, newest: task.attempt },
    });
  }
  const open = row.id === null ? null : { id: Number(row.id), start: Number(row.start), length: row.length };
  return { next: Number(row.next), at: Number(row.at), open };
}

/** Answers the row in which the stream stands in the middle of a line. */
async function storeRows(
  em: Em,
  plan: ConsoleRows,
  { run, worker, at, before }: { run: RunRef; worker: string; at: number; before: number | null },
): Promise<number | null> {
  if (plan.append) await query(em, sql`update log_events set msg = msg || ${plan.append} where id = ${before}`);
  if (plan.rows.length === 0) return plan.open === 'before' ? before : null;
  const added = await query<{ id: string }>(
    em,
    sql`insert into log_events (task, at, worker, msg, attempt, stream, continues, lines)
      select ${run.taskId}, ${at}, ${worker}, r.msg, ${run.attempt}, true, r.continues, r.lines
      from unnest(${plan.rows.map((row) => row.msg)}::text[], ${plan.rows.map((row) => row.continues)}::bigint[],
        ${plan.rows.map((row) => row.lines)}::int[]) with ordinality as r (msg, continues, lines, position)
      order by r.position returning id`,
  );
  return plan.open === 'last' ? Math.max(...added.map((row) => Number(row.id))) : null;
}
