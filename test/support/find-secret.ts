import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { databaseUrl } from '../../stack/postgres/initialise.ts';
import type { Installation } from './installation.ts';
import { readHistory } from './workflow-runs.ts';

/** All but the files of Postgres, which is asked for its columns. */
const FOLDERS = ['logs', 'files', 'agents', 'run', 'temporal'];

/** Names of all files, columns and workflows of an installation in which a text stands. */
export async function placesOf(secret: string, installation: Installation): Promise<string[]> {
  const found = await Promise.all([
    filesWith(secret, installation),
    columnsWith(secret, installation),
    workflowsWith(secret, installation),
  ]);
  return found.flat();
}

async function filesWith(secret: string, { dataDir }: Installation): Promise<string[]> {
  const entries = await Promise.all(
    FOLDERS.map((folder) => readdir(join(dataDir, folder), { recursive: true, withFileTypes: true })),
  );
  const paths = entries
    .flat()
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const has = await Promise.all(paths.map(async (path) => (await readFile(path)).includes(secret)));
  return paths.filter((_, index) => has[index]);
}

async function columnsWith(secret: string, { dataDir, env }: Installation): Promise<string[]> {
  const password = (await readFile(join(dataDir, 'secrets/database-password'), 'utf8')).trim();
  const client = new pg.Client(databaseUrl({ port: Number(env.PERDURA_POSTGRES_PORT), password }));
  await client.connect();
  try {
    const found: string[] = [];
    const { rows } = await client.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
    );
    for (const { name } of rows) {
      const { rows: columns } = await client.query<{ column: string }>(
        `select distinct field.name as column from ${name} t, jsonb_each_text(to_jsonb(t)) field (name, text)
         where strpos(field.text, $1) > 0 order by 1`,
        [secret],
      );
      found.push(...columns.map(({ column }) => `${name}.${column}`));
    }
    return found;
  } finally {
    await client.end();
  }
}

async function workflowsWith(secret: string, { env }: Installation): Promise<string[]> {
  const connection = await Connection.connect({ address: `127.0.0.1:${env.PERDURA_TEMPORAL_PORT}` });
  try {
    const client = new Client({ connection });
    const found: string[] = [];
    for await (const { workflowId, runId } of client.workflow.list())
      if ((await readHistory(client, { workflowId, runId })).text.includes(secret)) found.push(workflowId);
    return found;
  } finally {
    await connection.close();
  }
}
