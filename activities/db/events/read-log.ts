import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { LATEST } from './event-batch.ts';

export interface ReadLogInput {
  task: string;
  /** From the latest message back, or from the first one on. */
  direction: 'back' | 'on';
  /** Only messages before, or after, this time in milliseconds since the epoch. */
  from?: number | null;
  limit: number;
}

export interface LogMessage {
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  level: string;
  worker: string;
  msg: string;
}

/** Messages in the order of their time. More than `limit` come when the last of them have one time: a page never ends between them. */
export async function readLog(
  em: Em,
  { task, direction, from, limit }: ReadLogInput,
): Promise<{ messages: LogMessage[]; total: number }> {
  const back = direction === 'back';
  const within =
    typeof from === 'number'
      ? sql`at ${sql.raw(back ? '<' : '>')} ${Math.trunc(Math.min(Math.max(from, -LATEST), LATEST))}`
      : sql`true`;
  const messages = await query<LogMessage>(
    em,
    sql`select ${COLUMNS} from (
        select id, at, level, worker, msg, stream from log_events where task = ${task} and ${within}
        order by at ${sql.raw(back ? 'desc' : 'asc')} fetch first ${limit} rows with ties
      ) page order by page.at, page.id`,
  );
  const [count] = await query<{ total: number }>(em, sql`select count(*)::int as total from log_events where task = ${task}`);
  return { messages, total: count?.total ?? 0 };
}

export interface ReadLogPageInput {
  task: string;
  descending?: boolean;
  limit: number;
  /** Where the page before ended. */
  after: [at: number, id: number] | null;
}

/** Messages in the order of their time, as many as asked for. */
export function readLogPage(em: Em, { task, descending = false, limit, after }: ReadLogPageInput): Promise<LogMessage[]> {
  const order = sql.raw(descending ? 'desc' : 'asc');
  const behind = after ? sql`(at, id) ${sql.raw(descending ? '<' : '>')} (${after[0]}, ${after[1]})` : sql`true`;
  return query<LogMessage>(
    em,
    sql`select ${COLUMNS} from log_events where task = ${task} and ${behind} order by at ${order}, id ${order} limit ${limit}`,
  );
}

/** The line end of a stream's row is no part of the message. */
const COLUMNS = sql`id::float8 as id, at::float8 as at, level, worker,
  case when stream and right(msg, 1) = ${'\n'} then left(msg, -1) else msg end as msg`;
