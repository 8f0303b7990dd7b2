import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { valuesTable } from '../values-table.ts';
import type { LogEvent } from './event-batch.ts';
import type { Owners } from './owners.ts';

/** Adds log messages, each to its task's newest attempt, in the order in which they came. */
export async function storeLogs(em: Em, events: LogEvent[], owners: Owners): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ owner: task, at, level, worker, msg }) => ({
    task,
    at,
    level,
    worker,
    msg,
    attempt: owners.attemptOf(task),
    lines: countLines(msg),
  }));
  const columns = {
    task: 'text',
    at: 'bigint',
    level: 'text',
    worker: 'text',
    msg: 'text',
    attempt: 'int',
    lines: 'int',
  } as const;
  await query(
    em,
    sql`insert into log_events (task, at, level, worker, msg, attempt, lines)
      select r.task, r.at, r.level, r.worker, r.msg, r.attempt, r.lines
      from ${valuesTable(rows, columns)} with ordinality as r (task, at, level, worker, msg, attempt, lines, position)
      order by r.position`,
  );
}

/** A line end at the very end of a message begins no further line. */
function countLines(msg: string): number {
  let count = 1;
  for (let at = msg.indexOf('\n'); at >= 0 && at < msg.length - 1; at = msg.indexOf('\n', at + 1)) count += 1;
  return count;
}
