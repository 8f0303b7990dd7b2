import { createHash } from 'node:crypto';
import { canonical } from '../../../../workflows/domain/canonical.ts';
import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';

/** All that decides what a step does, by what people call it. Two steps whose parts are equal have equal results. */
export type CacheParts = Record<string, unknown>;

export interface CacheKey {
  key: string;
  /** Hash of each part. */
  parts: Record<string, string>;
}

export function cacheKey(parts: CacheParts): CacheKey {
  const hashes = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, hash(canonical(part))]));
  return { key: hash(canonical(hashes)), parts: hashes };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export type CacheAnswer = { hit: true; task: string; reason: string } | { hit: false; reason: string };

interface Entry {
  task: string;
  created: Date;
  parts: Record<string, string>;
  usable: boolean;
}

/** Whether an equal step completed before, and why not. */
export async function askCache(
  em: Em,
  { key, pipeline, step }: { key: CacheKey; pipeline: string; step: string },
): Promise<CacheAnswer> {
  const [entry] = await query<Entry>(em, sql`${entries} where c.key = ${key.key}`);
  if (entry?.usable)
    return { hit: true, task: entry.task, reason: `cached: equal to task ${entry.task} of ${entry.created.toISOString()}` };
  if (entry) return { hit: false, reason: `not cached: the equal task ${entry.task} is archived or no longer completed` };
  const recent = await query<Entry>(
    em,
    sql`${entries} where c.pipeline = ${pipeline} and c.step = ${step} order by c.created desc limit ${MOST_COMPARED}`,
  );
  const changes = recent.map(({ task, parts }) => ({
    task,
    changed: Object.keys(key.parts).filter((name) => key.parts[name] !== parts[name]),
  }));
  const [closest] = changes.toSorted((a, b) => a.changed.length - b.changed.length);
  if (!closest) return { hit: false, reason: 'not cached: the step has not completed before' };
  return { hit: false, reason: `not cached: ${closest.changed.join(', ')} changed since task ${closest.task}` };
}

/** Earlier results of a step among which the one is looked for that differs least. */
const MOST_COMPARED = 20;

const entries = sql`select c.task, c.created, c.parts,
    t.status in ('completed', 'published') and not 'archived' = any(t.system_tags) as usable
  from pipeline_cache c join tasks t on t.id = c.task`;

/** Keeps the result of a step that has completed, in place of an earlier one of the same key. */
export async function fillCache(
  em: Em,
  {
    key,
    parts,
    pipeline,
    step,
    task,
  }: { key: string; parts: Record<string, string>; pipeline: string; step: string; task: string },
): Promise<void> {
  await query(
    em,
    sql`insert into pipeline_cache (key, pipeline, step, parts, task, created)
        values (${key}, ${pipeline}, ${step}, ${JSON.stringify(parts)}::jsonb, ${task}, now())
        on conflict (key) do update set pipeline = excluded.pipeline, step = excluded.step, parts = excluded.parts,
          task = excluded.task, created = excluded.created`,
  );
}
