import type { Em } from './orm.ts';
import { query, sql } from './sql.ts';

/** Apart from other locks of the database. */
const SEED = 727_002;

/** Has transactions that name the same thing, of a kind, follow each other: the second goes on when the first has ended. */
export async function takeTurn(em: Em, kind: string, name: string): Promise<void> {
  await query(em, sql`select pg_advisory_xact_lock(hashtextextended(${`${kind} ${name}`}, ${SEED}))`);
}
