import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** Hundreds of calls a second share one key: its last use is written down at most this often. */
const CLOSEST_MS = 60_000;

export interface NoteUseInput {
  accessKey: string;
  lastUsed: Date | null;
  /** Where the call came from. */
  address: string;
  now: Date;
}

/** Remembers when and from where application credentials were last used, to the minute. */
export async function noteUse(em: Em, { accessKey, lastUsed, address, now }: NoteUseInput): Promise<void> {
  if (lastUsed && now.getTime() - lastUsed.getTime() < CLOSEST_MS) return;
  await query(em, sql`update credentials set last_used = ${now}, last_used_from = ${address} where access_key = ${accessKey}`);
}
