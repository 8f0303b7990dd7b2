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
    let text = '';
    for (const { id, msg, stream, continues } of rows) {
      if (!atLineStart && !continues) text += '\n';
      text += stream || msg.endsWith('\n') ? msg : `${msg}\n`;
      atLineStart = text.endsWith('\n');
      after = id;
    }
    yield text;
  }
}

function readRows(em: Em, { task, attempt }: StreamConsoleInput, after: number): Promise<Row[]> {
  return query<Row>(
    em,
    sql`with page as (
        select id, sum(octet_length(msg)) over (order by id) - octet_length(msg) as bytes_before from log_events
        where task = ${task} and id > ${after} and (${attempt ?? null}::int is null or attempt = ${attempt ?? null}::int)
        order by id limit ${STEP_ROWS}
      )
      select e.id::float8 as id, e.msg, e.stream, e.continues is not null as continues
      from page join log_events e on e.id = page.id where page.bytes_before < ${STEP_BYTES} order by e.id`,
  );
}
