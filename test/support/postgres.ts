import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type Db, migrate, openDb } from '../../activities/db/orm.ts';

export interface TestDatabase {
  url: string;
  db: Db;
  release(): Promise<void>;
}

/** A database of its own for one test file, on the Postgres that the run has started or on the one named. */
export async function createTestDatabase(server = serverUrl()): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = await openDb({ url: url.href });
  await migrate(db);
  return {
    url: url.href,
    db,
    async release() {
      await db.close(true);
      await onServer(server, `drop database ${name} with (force)`);
    },
  };
}

function serverUrl(): string {
  const url = process.env.PERDURA_TEST_POSTGRES;
  if (!url)
    throw new Error(
      'PERDURA_TEST_POSTGRES is not set: run the tests with "npm test", or mocha with --require test/support/servers.ts',
    );
  return url;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
