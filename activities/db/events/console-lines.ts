import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { formatLine, type LinePosition } from './console-cursor.ts';

export interface ConsoleLine {
  /** Stays the same for the life of the task's console. */
  id: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  level: string;
  /** Without the line end; of a line that was drawn again and again, what it shows in the end. */
  text: string;
  attempt: number | null;
}

export interface PlacedLine extends ConsoleLine {
  position: LinePosition;
}

interface Row {
  id: number;
  at: number;
  level: string;
  msg: string;
  attempt: number | null;
  stream: boolean;
}

/** How many rows that go on with a line are read, from its end. */
const MOST_CONTINUATIONS = 16;

/** The lines that begin in some rows, in their order. */
export async function readLines(em: Em, ids: number[]): Promise<PlacedLine[]> {
  if (ids.length === 0) return [];
  const rows = await query<Row>(
    em,
    sql`select id::float8 as id, at::float8 as at, lower(level) as level, msg, attempt, stream
      from log_events where id = any(${ids}::bigint[]) order by id`,
  );
  const rests = await readRests(em, rows.filter(isCutShort));
  return rows.flatMap((row) => splitRow(row, rests.get(row.id) ?? ''));
}

function splitRow({ id, at, level, msg, attempt }: Row, rest: string): PlacedLine[] {
  const texts = `${msg}${rest}`.replace(/\n$/, '').split('\n');
  return texts.map((text, index) => {
    const position = { row: id, index };
    return { id: formatLine(position), position, timestamp: at, level, text: lastState(text), attempt };
  });
}

const isCutShort = ({ stream, msg }: Row): boolean => stream && !msg.endsWith('\n');

/** What further rows add to lines that are longer than a row, by the row in which they begin. */
async function readRests(em: Em, rows: Row[]): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.id);
  const rests = await query<{ start: number; rest: string | null }>(
    em,
    sql`select c.start::float8 as start, r.rest from unnest(${ids}::bigint[]) as c (start)
      cross join lateral (
        select string_agg(msg, '' order by id) as rest from (
          select id, msg from log_events where continues = c.start order by id desc limit ${MOST_CONTINUATIONS}
        ) newest
      ) r where r.rest is not null`,
  );
  return new Map(rests.map(({ start, rest }) => [start, rest ?? '']));
}

/** A carriage return sends the cursor back to the beginning of the line, and what comes next is written over it. */
function lastState(text: string): string {
  const shown = text.replace(/\r+$/, '');
  return shown.slice(shown.lastIndexOf('\r') + 1);
}
