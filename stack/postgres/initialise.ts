import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import pg from 'pg';
import type { Progress } from '../progress.ts';
import type { PostgresHome } from './binaries.ts';
import type { SystemUser } from './system-user.ts';

/** Both the role that owns everything and the database. */
export const DATABASE = 'perdura';

export interface ClusterOptions {
  home: PostgresHome;
  dataDir: string;
  user: SystemUser | undefined;
  password: string;
  progress: Progress;
}

/** Makes the cluster unless it is there. An interrupted attempt leaves nothing that would be taken for a cluster. */
export async function initialiseCluster({ home, dataDir, user, password, progress }: ClusterOptions): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  progress.note(`making the database in ${dataDir}`);
  const draft = `${dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (user) await chown(draft, user.uid, user.gid);
  await withPasswordFile(password, user, async (passwordFile) => {
    await execa(
      join(home, 'bin/initdb'),
      [...INITDB_OPTIONS, `--pgdata=${draft}`, `--username=${DATABASE}`, `--pwfile=${passwordFile}`],
      {
        ...user,
        cwd: '/',
      },
    );
  });
  await rename(draft, dataDir);
}

/** The built-in collation sorts the same on every system, so that a data folder can move. */
const INITDB_OPTIONS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

/** Makes the database unless it is there. */
export async function ensureDatabase(options: { port: number; password: string }): Promise<void> {
  const client = new pg.Client({ ...connectionTo(options), database: 'postgres', connectionTimeoutMillis: 10_000 });
  await client.connect().catch(explainRefusal);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

const WRONG_PASSWORD = '28P01';

function explainRefusal(cause: Error & { code?: string }): never {
  if (cause.code !== WRONG_PASSWORD) throw cause;
  throw new Error('the password in the secrets folder is not the one that this database was made with', { cause });
}

const connectionTo = ({ port, password }: { port: number; password: string }) => ({
  host: '127.0.0.1',
  port,
  user: DATABASE,
  password,
});

export const databaseUrl = ({ port, password }: { port: number; password: string }): string =>
  `postgres://${DATABASE}:${password}@127.0.0.1:${port}/${DATABASE}`;

/** initdb takes a password only from a file that its own user can read. */
async function withPasswordFile(
  password: string,
  user: SystemUser | undefined,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'perdura-initdb-'));
  try {
    const path = join(folder, 'password');
    await writeFile(path, `${password}\n`, { mode: 0o600 });
    if (user) for (const owned of [folder, path]) await chown(owned, user.uid, user.gid);
    await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
