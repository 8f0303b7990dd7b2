import { IsolationLevel } from '@mikro-orm/core';
import type { Db, Em } from '../orm.ts';
import { query, type Sql, sql } from '../sql.ts';
import { type ConsoleCursor, formatCursor, formatLine, type LinePosition, START } from './console-cursor.ts';
import { type ConsoleLine, type PlacedLine, readLines } from './console-lines.ts';

export interface ReadConsoleInput {
  task: string;
  /** Only what belongs to this attempt. */
  attempt?: number | undefined;
  /** Lines behind, or before, a cursor; the newest when neither is given. */
  after?: ConsoleCursor | undefined;
  before?: LinePosition | undefined;
  /** The most lines of the page. */
  limit: number;
}

export interface ConsolePage {
  /** Finished lines, in their order. */
  lines: ConsoleLine[];
  /** The line that is being written; it comes among `lines` when it is finished. */
  open: ConsoleLine | null;
  /** Pass as `after` to get what came later. */
  nextCursor: string;
  /** Pass as `before` to get what came earlier; null at the beginning. */
  previousCursor: string | null;
  /** Lines that the whole console has. */
  total: number;
}

/** Reads one page of a console, line by line, in the order in which it came. */
export function readConsole(db: Db, input: ReadConsoleInput): Promise<ConsolePage> {
  // All of it at one moment: a line that grows meanwhile must not be taken for finished.
  const options = { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true };
  return db.em.fork().transactional((em) => readPage(em, input), options);
}

async function readPage(em: Em, input: ReadConsoleInput): Promise<ConsolePage> {
  const open = await findOpenLine(em, input);
  const { after, before } = input;
  const page = after ? await linesAfter(em, input, after) : await linesBefore(em, input, before ?? null);
  const finished = page.lines.filter((line) => line.position.row !== open?.position.row);
  const resolved = after?.pending && after.pending !== open?.position.row ? await readLines(em, [after.pending]) : [];
  const last = page.lines.at(-1)?.position ?? after ?? before ?? START;
  const isPassed = open !== null && open.position.row <= last.row;
  return {
    lines: [...resolved, ...finished].map(withoutPosition),
    open: open && withoutPosition(open),
    nextCursor: formatCursor({ ...last, pending: isPassed ? open.position.row : null }),
    previousCursor: page.hasEarlier ? formatLine(page.lines[0]?.position ?? last) : null,
    total: await countLines(em, input),
  };
}

interface Page {
  lines: PlacedLine[];
  hasEarlier: boolean;
}

const withoutPosition = ({ position: _, ...line }: PlacedLine): ConsoleLine => line;

const ofTask = ({ task, attempt }: ReadConsoleInput): Sql =>
  attempt === undefined ? sql`task = ${task}` : sql`task = ${task} and attempt = ${attempt}`;

async function linesAfter(em: Em, input: ReadConsoleInput, after: LinePosition): Promise<Page> {
  // One row more: of the first one, some lines may have been read before.
  const rows = await query<{ id: number }>(
    em,
    sql`select id::float8 as id from (
        select id, lines, sum(lines) over (order by id) - lines as above from log_events
        where ${ofTask(input)} and id >= ${after.row} and lines > 0 order by id limit ${input.limit + 1}
      ) r where above < ${input.limit + after.index + 1}`,
  );
  const lines = await readLines(
    em,
    rows.map((row) => row.id),
  );
  return { lines: lines.filter(({ position }) => isBefore(after, position)).slice(0, input.limit), hasEarlier: after.row > 0 };
}

async function linesBefore(em: Em, input: ReadConsoleInput, before: LinePosition | null): Promise<Page> {
  const rows = await query<{ id: number }>(
    em,
    sql`select id::float8 as id from (
        select id, lines, sum(lines) over (order by id desc) - lines as below from log_events
        where ${ofTask(input)} and (${before?.row ?? null}::bigint is null or id <= ${before?.row ?? null}::bigint) and lines > 0
        order by id desc limit ${input.limit + 2}
      ) r where below <= ${input.limit} + coalesce((select lines from log_events where id = ${before?.row ?? null}::bigint), 0)`,
  );
  const lines = await readLines(
    em,
    rows.map((row) => row.id),
  );
  const earlier = lines.filter(({ position }) => before === null || isBefore(position, before));
  return { lines: earlier.slice(-input.limit), hasEarlier: earlier.length > input.limit };
}

const isBefore = (a: LinePosition, b: LinePosition): boolean => a.row < b.row || (a.row === b.row && a.index < b.index);

/** The unfinished line of a run that goes on. */
async function findOpenLine(em: Em, { task, attempt }: ReadConsoleInput): Promise<PlacedLine | null> {
  const [row] = await query<{ start: number }>(
    em,
    sql`select coalesce(o.continues, o.id)::float8 as start
      from tasks t join attempts a on a.task = t.id and a.number = t.attempt and a.ended is null
      join log_events o on o.id = a.console_open
      where t.id = ${task} and (${attempt ?? null}::int is null or a.number = ${attempt ?? null}::int)`,
  );
  return row ? ((await readLines(em, [row.start]))[0] ?? null) : null;
}

async function countLines(em: Em, input: ReadConsoleInput): Promise<number> {
  const [row] = await query<{ total: number }>(
    em,
    sql`select coalesce(sum(lines), 0)::float8 as total from log_events where ${ofTask(input)}`,
  );
  return row?.total ?? 0;
}
