import type { CredentialsPurpose } from '../../activities/db/entities/user.entity.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { noteUse } from '../../activities/db/users/note-use.ts';
import type { ApiContext, Principal } from '../context.ts';
import type { AuthResult } from './authenticate.ts';
import { hashSecret, sameText } from './secrets.ts';

interface CredentialRow {
  secret_hash: string;
  last_used: Date | null;
  made_for: CredentialsPurpose;
  user_id: string;
  username: string;
  role: Principal['role'];
}

export interface CredentialsInput {
  accessKey: string;
  secretKey: string;
  address: string;
}

export async function byCredentials(api: ApiContext, { accessKey, secretKey, address }: CredentialsInput): Promise<AuthResult> {
  const em = api.db.em.fork();
  const [row] = await query<CredentialRow>(
    em,
    sql`select c.secret_hash, c.last_used, c.made_for, c.user_id, u.username, u.role from credentials c join users u on u.id = c.user_id
        where c.access_key = ${accessKey} and c.revoked is null and not u.disabled`,
  );
  if (!row || !sameText(row.secret_hash, hashSecret(secretKey))) return { failure: { kind: 'credentials' } };
  await noteUse(em, { accessKey, lastUsed: row.last_used, address, now: api.now() });
  return { principal: { userId: row.user_id, username: row.username, role: row.role, accessKey, madeFor: row.made_for } };
}
