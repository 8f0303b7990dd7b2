import type { Role } from '../../../workflows/domain/rights.ts';
import { Refusal } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { disableUser } from './disable-user.ts';
import { requireUser } from './find-user.ts';
import { endAllAccess } from './sessions.ts';

export interface UserView {
  id: string;
  username: string;
  name: string;
  role: Role;
  source: 'local' | 'file';
  disabled: boolean;
  created: Date;
}

export function listUsers(em: Em): Promise<UserView[]> {
  return query<UserView>(
    em,
    sql`select id, username, name, role, source, disabled, created from users order by created, username`,
  );
}

export interface NewUser {
  username: string;
  name: string;
  passwordHash: string;
  role: Role;
  now: Date;
}

/** @throws Refusal `notUnique` */
export async function addUser(em: Em, { username, name, passwordHash, role, now }: NewUser): Promise<UserView> {
  const [user] = await query<UserView>(
    em,
    sql`insert into users (id, username, name, password_hash, role, created)
        values (${newId()}, ${username}, ${name}, ${passwordHash}, ${role}, ${now})
        on conflict (username) do nothing returning id, username, name, role, source, disabled, created`,
  );
  if (user) return user;
  throw new Refusal('notUnique', `there is a user "${username}" already`, { field: 'username', data: { username } });
}

export interface UserChange {
  name?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  passwordHash?: string | undefined;
}

/**
 * Changes a user. A new password and a disabling end what the user is logged in with; a disabling revokes the credentials too.
 * @throws Refusal `userNotFound`; `conflict` for what the users file says, and for what would leave no administrator
 */
export function changeUser(db: Db, id: string, change: UserChange, now: Date): Promise<void> {
  return db.em.fork().transactional(async (em) => {
    const admins = await query<{ id: string }>(em, sql`select id from users where role = 'admin' and not disabled for update`);
    const user = await requireUser(em, id);
    if (user.source === 'file') refuseFileUser(user.username, change);
    const losesAdmin = change.disabled || (change.role !== undefined && change.role !== 'admin');
    if (losesAdmin && admins.length === 1 && admins[0]?.id === id)
      throw new Refusal('conflict', `"${user.username}" is the only administrator left`, { field: 'user', data: { id } });
    const { name = user.name, role = user.role, disabled = user.disabled, passwordHash = user.password_hash } = change;
    await query(
      em,
      sql`update users set name = ${name}, role = ${role}, disabled = ${disabled}, password_hash = ${passwordHash ?? null} where id = ${id}`,
    );
    if (change.disabled) await disableUser(em, id, now);
    else if (change.passwordHash) await endAllAccess(em, { userId: id });
  });
}

function refuseFileUser(username: string, { disabled, passwordHash }: UserChange): void {
  if (disabled === undefined && passwordHash === undefined) return;
  throw new Refusal(
    'conflict',
    `"${username}" is kept in the users file of the server; change it there and start the server again`,
    {
      field: disabled === undefined ? 'password' : 'disabled',
    },
  );
}
