import type { CredentialsPurpose } from '../activities/db/entities/user.entity.ts';
import { newId } from '../activities/db/ids.ts';
import type { Em } from '../activities/db/orm.ts';
import { query, sql } from '../activities/db/sql.ts';
import { type FileUser, syncFileUsers } from '../activities/db/users/sync-file-users.ts';
import { hashPassword } from './auth/passwords.ts';
import { hashSecret } from './auth/secrets.ts';
import { readUsersFile } from './auth/users-file.ts';
import type { ApiContext } from './context.ts';
import type { BootstrapCredentials } from './options.ts';

/** Several servers may start at once on one database. */
const BOOTSTRAP_LOCK = 727_002;

/**
 * What every installation has from its first start: a user who may log in, the queues `default` and `services`, credentials.
 * At every start the users of the users file are made those that the file names.
 */
export async function bootstrap(api: ApiContext): Promise<void> {
  const { db, options } = api;
  const fileUsers = options.usersFile === undefined ? null : await readUsersFile(options.usersFile);
  await db.em.fork().transactional(async (em) => {
    await query(em, sql`select pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`);
    if (fileUsers) await syncUsers(em, api, fileUsers);
    const admin = await ensureAdmin(em, options.adminPassword);
    await ensureQueue(em, 'default', ['default'], admin);
    await ensureQueue(em, 'services', [], admin);
    await ensureCredentials(em, options.bootstrapCredentials, { madeFor: 'user', user: admin });
    await ensureCredentials(em, options.agentCredentials, { madeFor: 'agent', user: admin });
  });
}

async function syncUsers(em: Em, { log, now, options }: ApiContext, fileUsers: FileUser[]): Promise<void> {
  const { added, removed } = await syncFileUsers(em, fileUsers, now());
  if (added.length + removed.length > 0) log.info({ added, removed, file: options.usersFile }, 'users file read');
}

/** Somebody must be able to manage the others: an installation whose last administrator is gone gets `admin` back. */
async function ensureAdmin(em: Em, password: string | undefined): Promise<string> {
  const [existing] = await query<{ id: string }>(
    em,
    sql`select id from users where role = 'admin' and not disabled order by created limit 1`,
  );
  if (existing) return existing.id;
  if (!password) throw new TypeError('PERDURA_ADMIN_PASSWORD: not set; the first start needs a password for the first user');
  const [admin] = await query<{ id: string }>(
    em,
    sql`insert into users (id, username, name, password_hash, role, created)
        values (${newId()}, 'admin', 'Administrator', ${await hashAdminPassword(password)}, 'admin', now())
        on conflict (username) do update set password_hash = excluded.password_hash, role = 'admin', source = 'local', disabled = false
        returning id`,
  );
  return admin!.id;
}

async function hashAdminPassword(password: string): Promise<string> {
  try {
    return await hashPassword(password, 'password');
  } catch (error) {
    throw new TypeError(`PERDURA_ADMIN_PASSWORD: ${(error as Error).message}`);
  }
}

async function ensureQueue(em: Em, name: string, systemTags: string[], user: string): Promise<void> {
  await query(
    em,
    sql`insert into queues (id, name, user_id, system_tags, created, last_update)
        values (${newId()}, ${name}, ${user}, ${systemTags}, now(), now()) on conflict (name) do nothing`,
  );
}

/** What was changed where they are configured is changed here; credentials that were revoked stay so. */
async function ensureCredentials(
  em: Em,
  credentials: BootstrapCredentials | undefined,
  { madeFor, user }: { madeFor: CredentialsPurpose; user: string },
): Promise<void> {
  if (!credentials) return;
  const { accessKey, secretKey, label } = credentials;
  await query(
    em,
    sql`insert into credentials (access_key, secret_hash, user_id, label, made_for, created)
        values (${accessKey}, ${hashSecret(secretKey)}, ${user}, ${label}, ${madeFor}, now())
        on conflict (access_key) do update set secret_hash = excluded.secret_hash, made_for = excluded.made_for
        where credentials.revoked is null`,
  );
}
