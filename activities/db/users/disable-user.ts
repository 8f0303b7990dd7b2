import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { revokeAllCredentials } from './credentials.ts';
import { endAllAccess } from './sessions.ts';

/** Takes a user's access away: password, sessions, tokens, credentials. What the user made stays. */
export async function disableUser(em: Em, id: string, now: Date): Promise<void> {
  await query(em, sql`update users set disabled = true where id = ${id}`);
  await endAllAccess(em, { userId: id });
  await revokeAllCredentials(em, id, now);
}
