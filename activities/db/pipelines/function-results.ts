import { createHash } from 'node:crypto';
import type { Artifact } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import { requireRun } from './views/view-run.ts';

export interface ResultValue {
  task: string;
  /** Of the step. */
  attempt: number;
  key: string;
  value: unknown;
}

/**
 * Keeps a value that a function gave back, in place of one that it gave before.
 * @throws Refusal `taskNotFound`; `conflict` when that attempt at the step is over
 */
export async function putResult(db: Db, { run, node, ...result }: ResultValue & { run: string; node: string }): Promise<void> {
  const em = db.em.fork();
  await requireRun(em, run);
  const live = await query(
    em,
    sql`select 1 from pipeline_nodes n join attempts a on a.task = n.task and a.ended is null
        where n.run = ${run} and n.name = ${node} and n.task = ${result.task} and n.attempts = ${result.attempt} and n.kind = 'function'`,
  );
  if (live.length === 0)
    throw new Refusal('conflict', `attempt ${result.attempt} at step "${node}" is over, or is no function's`, {
      field: 'attempt',
    });
  await storeResult(em, result);
}

export async function storeResult(em: Em, { task, attempt, key, value }: ResultValue): Promise<void> {
  const text = JSON.stringify(value);
  const hash = createHash('sha256').update(text).digest('hex');
  await query(
    em,
    sql`insert into function_results (task, key, attempt, value, hash, size)
        values (${task}, ${key}, ${attempt}, ${jsonb(value)}, ${hash}, ${Buffer.byteLength(text)})
        on conflict (task, key) do update set attempt = excluded.attempt, value = excluded.value, hash = excluded.hash, size = excluded.size`,
  );
}

export async function readResult(em: Em, task: string, key: string): Promise<{ value: unknown; hash: string } | null> {
  const [row] = await query<{ value: unknown; hash: string }>(
    em,
    sql`select value, hash from function_results where task = ${task} and key = ${key}`,
  );
  return row ?? null;
}

const PREVIEW = 1000;

/** Drops what earlier attempts left. Answers what there is, as the artifacts that people see. */
export async function resultArtifacts(em: Em, { task, attempt }: { task: string; attempt: number }): Promise<Artifact[]> {
  await query(em, sql`delete from function_results where task = ${task} and attempt <> ${attempt}`);
  const rows = await query<{ key: string; hash: string; size: number; preview: string }>(
    em,
    sql`select key, hash, size, left(value::text, ${PREVIEW}) as preview from function_results where task = ${task} order by key`,
  );
  return rows.map(({ key, hash, size, preview }) => ({
    key,
    mode: 'output',
    type: 'json',
    hash,
    content_size: size,
    timestamp: Math.floor(Date.now() / 1000),
    type_data: { preview, content_type: 'application/json' },
  }));
}
