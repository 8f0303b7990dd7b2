import type { UserRow } from '../entities/user.entity.ts';
import { Refusal } from '../errors.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';

export async function findUserByUsername(em: Em, username: string): Promise<UserRow | null> {
  const [user] = await query<UserRow>(em, sql`select * from users where username = ${username}`);
  return user ?? null;
}

/** @throws Refusal `userNotFound` */
export async function requireUser(em: Em, id: string): Promise<UserRow> {
  const [user] = await query<UserRow>(em, sql`select * from users where id = ${id}`);
  if (user) return user;
  throw new Refusal('userNotFound', `user ${id} does not exist`, { field: 'user', data: { id } });
}
