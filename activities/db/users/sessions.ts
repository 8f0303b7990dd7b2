import type { Role } from '../../../workflows/domain/rights.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** A session that is not used for this long ends. */
export const SESSION_SECONDS = 12 * 3600;

export interface SessionInput {
  /** SHA-256 of the id in the cookie. */
  idHash: string;
  userId: string;
  address: string;
  now: Date;
}

/** Opens a session, and forgets those that have ended. */
export async function openSession(em: Em, { idHash, userId, address, now }: SessionInput): Promise<void> {
  await query(em, sql`delete from sessions where expires < ${now}`);
  await query(
    em,
    sql`insert into sessions (id_hash, user_id, created, expires, address)
        values (${idHash}, ${userId}, ${now}, ${expiry(now)}, ${address})`,
  );
}

export interface OpenSession {
  userId: string;
  username: string;
  role: Role;
  expires: Date;
}

/** The session behind a cookie; null when it has ended or its user is disabled. */
export async function findSession(em: Em, { idHash, now }: { idHash: string; now: Date }): Promise<OpenSession | null> {
  const [session] = await query<OpenSession>(
    em,
    sql`select s.user_id as "userId", u.username, u.role, s.expires from sessions s join users u on u.id = s.user_id
        where s.id_hash = ${idHash} and s.expires > ${now} and not u.disabled`,
  );
  return session ?? null;
}

export async function renewSession(em: Em, { idHash, now }: { idHash: string; now: Date }): Promise<void> {
  await query(em, sql`update sessions set expires = ${expiry(now)} where id_hash = ${idHash}`);
}

export async function endSession(em: Em, idHash: string): Promise<void> {
  await query(em, sql`delete from sessions where id_hash = ${idHash}`);
}

/** Ends what a user is logged in with, tokens included, except the session `keep`. */
export async function endAllAccess(em: Em, { userId, keep = '' }: { userId: string; keep?: string | undefined }): Promise<void> {
  await query(em, sql`delete from sessions where user_id = ${userId} and id_hash <> ${keep}`);
  await query(em, sql`update users set token_epoch = token_epoch + 1 where id = ${userId}`);
}

const expiry = (now: Date): Date => new Date(now.getTime() + SESSION_SECONDS * 1000);
