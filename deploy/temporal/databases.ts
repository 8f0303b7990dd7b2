import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** How Temporal logs in to Postgres. */
export interface SqlLogin {
  host: string;
  port: number;
  user: string;
  password: string;
}

const ROLE = 'temporal';
const DATABASES = ['temporal', 'temporal_visibility'];

/**
 * Gives Temporal a role of its own, without special rights, and its two databases: what deploy/postgres/init.sql does for
 * the compose file. The password is new each time. `postgresUrl` is that of a superuser.
 */
export async function ensureTemporalDatabases(postgresUrl: string): Promise<SqlLogin> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const password = randomBytes(24).toString('base64url');
    const { rowCount: hasRole } = await client.query('select from pg_roles where rolname = $1', [ROLE]);
    await client.query(`${hasRole ? 'alter' : 'create'} role ${ROLE} login password '${password}'`);
    for (const database of DATABASES) {
      const { rowCount: exists } = await client.query('select from pg_database where datname = $1', [database]);
      if (!exists) await client.query(`create database ${database} owner ${ROLE}`);
    }
    return { host: client.host, port: client.port, user: ROLE, password };
  } finally {
    await client.end();
  }
}

/** The names that both Temporal's schema tool and server.yaml read. */
export const sqlEnvironment = ({ host, port, user, password }: SqlLogin): NodeJS.ProcessEnv => ({
  SQL_HOST: host,
  SQL_PORT: String(port),
  SQL_USER: user,
  SQL_PASSWORD: password,
});
