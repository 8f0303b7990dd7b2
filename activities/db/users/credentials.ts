import type { CredentialsPurpose } from '../entities/user.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export interface NewCredentials {
  accessKey: string;
  /** SHA-256 of the secret, which is kept nowhere. */
  secretHash: string;
  userId: string;
  label: string;
  madeFor: CredentialsPurpose;
  now: Date;
}

export interface CredentialsView {
  access_key: string;
  label: string;
  made_for: CredentialsPurpose;
  created: Date;
  last_used: Date | null;
  /** Address of the client. */
  last_used_from: string | null;
}

export async function addCredentials(
  em: Em,
  { accessKey, secretHash, userId, label, madeFor, now }: NewCredentials,
): Promise<void> {
  await query(
    em,
    sql`insert into credentials (access_key, secret_hash, user_id, label, made_for, created)
        values (${accessKey}, ${secretHash}, ${userId}, ${label}, ${madeFor}, ${now})`,
  );
}

/** A user's valid credentials, oldest first. */
export function listCredentials(em: Em, userId: string): Promise<CredentialsView[]> {
  return query<CredentialsView>(
    em,
    sql`select access_key, label, made_for, created, last_used, last_used_from from credentials
        where user_id = ${userId} and revoked is null order by created, access_key`,
  );
}

export interface OwnCredentials {
  accessKey: string;
  userId: string;
}

/** Answers whether the user has such credentials. */
export async function relabelCredentials(em: Em, { accessKey, userId }: OwnCredentials, label: string): Promise<boolean> {
  const changed = await query(
    em,
    sql`update credentials set label = ${label}
        where access_key = ${accessKey} and user_id = ${userId} and revoked is null returning access_key`,
  );
  return changed.length > 0;
}

/** Makes credentials, and every token made with them, invalid from this moment. Answers whether the user had them. */
export async function revokeCredentials(em: Em, { accessKey, userId }: OwnCredentials, now: Date): Promise<boolean> {
  const revoked = await query(
    em,
    sql`update credentials set revoked = ${now}
        where access_key = ${accessKey} and user_id = ${userId} and revoked is null returning access_key`,
  );
  return revoked.length > 0;
}

export async function revokeAllCredentials(em: Em, userId: string, now: Date): Promise<void> {
  await query(em, sql`update credentials set revoked = ${now} where user_id = ${userId} and revoked is null`);
}
