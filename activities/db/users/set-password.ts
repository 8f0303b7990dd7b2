import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { endAllAccess } from './sessions.ts';

export interface SetPasswordInput {
  userId: string;
  /** argon2id in PHC form. */
  passwordHash: string;
  /** The session in which the password is changed; it goes on. */
  keepSession?: string | undefined;
}

/** Replaces a password and ends everything that was logged in with the old one. */
export function setPassword(db: Db, { userId, passwordHash, keepSession }: SetPasswordInput): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    await query(em, sql`update users set password_hash = ${passwordHash} where id = ${userId}`);
    await endAllAccess(em, { userId, keep: keepSession });
  });
}
