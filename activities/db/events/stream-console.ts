import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface StreamConsoleInput {
  task: string;
  /** Only what belongs to this attempt. */
  attempt?: number | undefined;
}

interface Row {
  id: number;
  msg: string;
  stream: boolean;
  continues: boolean;
}

const STEP_BYTES = 1024 * 1024;
const STEP_ROWS = 5000;

/** The whole console as text, piece by piece: however long it is, little of it is in memory. */
export async function* streamConsole(em: Em, input: StreamConsoleInput): AsyncGenerator<string> {
  let after = 0;
  let atLineStart = true;
  for (;;) {
    const rows = await readRows(em, input, after);
    if (rows.length === 0) return;
    const pieces: string[] = [];
    for (const { id, msg, stream, continues } of rows) {
      if (!atLineStart && !continues) pieces.push('\n');
      pieces.push(stream || msg.endsWith('\n') ? msg : `${msg}\n`);
      atLineStart = !stream || msg.endsWith('\n');
      after = id;
    }
    yield pieces.join('');
  }
}

function readRows(em: Em, { task, attempt }: StreamConsoleInput, after: number): Promise<Row[]> {
  const ofAttempt = attempt === undefined ? sql`true` : sql`attempt = ${attempt}`;
  return query<Row>(
    em,
    sql`select id::float8 as id, msg, stream, continues is not null as continues from (
        select *, sum(octet_length(msg)) over (order by id) - octet_length(msg) as bytes_before from (
          select id, msg, stream, continues from log_events where task = ${task} and id > ${after} and ${ofAttempt}
          order by id limit ${STEP_ROWS}
        ) rows
      ) page where bytes_before < ${STEP_BYTES} order by id`,
  );
}
