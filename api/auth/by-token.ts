import type { CredentialsPurpose } from '../../activities/db/entities/user.entity.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { noteUse } from '../../activities/db/users/note-use.ts';
import type { ApiContext, Principal } from '../context.ts';
import type { AuthResult } from './authenticate.ts';

interface TokenRow {
  username: string;
  role: Principal['role'];
  last_used: Date | null;
  /** Null when no credentials stand behind the token. */
  made_for: CredentialsPurpose | null;
}

/**
 * A token is only as good as what stands behind it: the user, its credentials, the attempt.
 * A run outlives its user's change of password, which ends sessions: its token ends with its attempt.
 */
export async function byToken(api: ApiContext, { token, address }: { token: string; address: string }): Promise<AuthResult> {
  const claims = await api.tokens.verify(token);
  if (!claims) return { failure: { kind: 'token' } };
  const { userId, epoch, accessKey = null, run } = claims;
  const em = api.db.em.fork();
  const [row] = await query<TokenRow>(
    em,
    sql`select u.username, u.role, c.last_used, c.made_for
        from users u left join credentials c on c.access_key = ${accessKey} and c.revoked is null
        where u.id = ${userId} and not u.disabled and (u.token_epoch = ${epoch} or ${run !== undefined})
          and (${accessKey}::text is null or c.access_key is not null)
          and (${run?.taskId ?? null}::text is null
            or exists (select 1 from tasks t where t.id = ${run?.taskId ?? null} and t.attempt = ${run?.attempt ?? null}))`,
  );
  if (!row) return { failure: { kind: 'token' } };
  if (accessKey) await noteUse(em, { accessKey, lastUsed: row.last_used, address, now: api.now() });
  const { username, role, made_for: madeFor } = row;
  const credentials = accessKey && madeFor ? { accessKey, madeFor } : {};
  return { principal: { userId, username, role, ...credentials, ...(run ? { run } : {}) } };
}
