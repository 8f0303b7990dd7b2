import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Writes into the history of a sweep what was done to it. `actor` as in the history of tasks: `user:<id>`, `server`. */
export async function addSweepEvent(
  em: Em,
  { sweep, text, actor }: { sweep: string; text: string; actor: string },
): Promise<void> {
  await query(em, sql`insert into sweep_events (sweep, at, text, actor) values (${sweep}, now(), ${text}, ${actor})`);
}
