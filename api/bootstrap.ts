import { newId } from '../activities/db/ids.ts';
import type { Em } from '../activities/db/orm.ts';
import { hashPassword } from './auth/passwords.ts';
import { hashSecret } from './auth/secrets.ts';
import type { ApiContext } from './context.ts';
import type { BootstrapCredentials } from './options.ts';

/** What every installation has from its first start: a user who may log in, the queues `default` and `services`, credentials. */
export async function bootstrap({ db, options, log }: ApiContext): Promise<void> {
  await db.em.fork().transactional(async (em) => {
    await em.execute('select pg_advisory_xact_lock(727002)');
    const admin = await ensureAdmin(em, options.adminPassword);
    await ensureQueue(em, 'default', ['default'], admin);
    await ensureQueue(em, 'services', [], admin);
    if (options.bootstrapCredentials) await ensureCredentials(em, options.bootstrapCredentials, admin);
    log.debug('bootstrap done');
  });
}

async function ensureAdmin(em: Em, password: string | undefined): Promise<string> {
  const [existing] = await em.execute<{ id: string }[]>(`select id from users where role = 'admin' order by created limit 1`);
  if (existing) return existing.id;
  if (!password) throw new TypeError('PERDURA_ADMIN_PASSWORD: not set; the first start needs a password for the first user');
  const id = newId();
  await em.execute(
    `insert into users (id, username, name, password_hash, role, created) values (?, 'admin', 'Administrator', ?, 'admin', now())`,
    [id, await hashAdminPassword(password)],
  );
  return id;
}

async function hashAdminPassword(password: string): Promise<string> {
  try {
    return await hashPassword(password, 'password');
  } catch (error) {
    throw new TypeError(`PERDURA_ADMIN_PASSWORD: ${(error as Error).message}`);
  }
}

async function ensureQueue(em: Em, name: string, systemTags: string[], user: string): Promise<void> {
  await em.execute(
    `insert into queues (id, name, user_id, system_tags, created, last_update) values (?, ?, ?, ?::text[], now(), now()) on conflict (name) do nothing`,
    [newId(), name, user, `{${systemTags.join(',')}}`],
  );
}

async function ensureCredentials(em: Em, { accessKey, secretKey, label }: BootstrapCredentials, user: string): Promise<void> {
  await em.execute(
    `insert into credentials (access_key, secret_hash, user_id, label, created) values (?, ?, ?, ?, now()) on conflict (access_key) do nothing`,
    [accessKey, hashSecret(secretKey), user, label],
  );
}
