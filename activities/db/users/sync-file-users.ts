import type { Role } from '../../../workflows/domain/rights.ts';
import { newId } from '../ids.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { disableUser } from './disable-user.ts';
import { endAllAccess } from './sessions.ts';

export interface FileUser {
  username: string;
  name: string;
  /** argon2 in PHC form, or bcrypt. */
  passwordHash: string;
  /** Null leaves the role as it is; a new user is a `user`. */
  role: Role | null;
}

export interface SyncResult {
  added: string[];
  removed: string[];
}

/** Makes the users that come from a file those of the list: new ones can log in, missing ones lose all access. */
export async function syncFileUsers(em: Em, users: FileUser[], now: Date): Promise<SyncResult> {
  const added: string[] = [];
  for (const user of users) if (await keepFileUser(em, user, now)) added.push(user.username);
  const gone = await query<{ id: string; username: string }>(
    em,
    sql`select id, username from users
        where source = 'file' and not disabled and username <> all (${users.map(({ username }) => username)})`,
  );
  for (const { id } of gone) await disableUser(em, id, now);
  return { added, removed: gone.map(({ username }) => username) };
}

interface KnownUser {
  id: string;
  password_hash: string | null;
  source: string;
  disabled: boolean;
}

/** Answers whether the user is new to the file, or back in it. */
async function keepFileUser(em: Em, { username, name, passwordHash, role }: FileUser, now: Date): Promise<boolean> {
  const [known] = await query<KnownUser>(
    em,
    sql`select id, password_hash, source, disabled from users where username = ${username}`,
  );
  if (!known) {
    await query(
      em,
      sql`insert into users (id, username, name, password_hash, role, source, created)
          values (${newId()}, ${username}, ${name}, ${passwordHash}, ${role ?? 'user'}, 'file', ${now})`,
    );
    return true;
  }
  await query(
    em,
    sql`update users set name = ${name}, password_hash = ${passwordHash}, role = coalesce(${role}, role), source = 'file', disabled = false
        where id = ${known.id}`,
  );
  if (known.password_hash !== passwordHash) await endAllAccess(em, { userId: known.id });
  return known.disabled || known.source !== 'file';
}
