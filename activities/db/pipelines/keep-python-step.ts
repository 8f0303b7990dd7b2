import { createHash } from 'node:crypto';
import { canonical } from '../../../workflows/domain/canonical.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import type { LockedTask } from '../tasks/lock.ts';

/**
 * Notes what a step of Python's controller is made of, when it is enqueued. Answers the task of an earlier attempt of the controller that was made of
 * the same and has completed: a controller that was started anew makes all its steps again, and those need not run twice.
 */
export async function findFinishedStep(em: Em, task: LockedTask): Promise<string | null> {
  const run = await findController(em, task);
  if (!run) return null;
  const fingerprint = await fingerprintOf(em, task, run.id);
  const [finished] = await query<{ task: string }>(
    em,
    sql`select s.task from python_steps s join tasks t on t.id = s.task
        where s.run = ${run.id} and s.fingerprint = ${fingerprint} and s.attempt < ${run.attempt} and s.kept_from is null
          and t.status in ('completed', 'published') and not 'archived' = any(t.system_tags)
        order by t.completed desc limit 1`,
  );
  await query(
    em,
    sql`insert into python_steps (task, run, attempt, fingerprint, kept_from)
        values (${task.id}, ${run.id}, ${run.attempt}, ${fingerprint}, ${finished?.task ?? null})
        on conflict (task) do update set attempt = excluded.attempt, fingerprint = excluded.fingerprint, kept_from = excluded.kept_from`,
  );
  return finished?.task ?? null;
}

/** Gives a step the results of another task that did the same. */
export async function takeResults(em: Em, { task, from }: { task: string; from: string }): Promise<void> {
  await query(
    em,
    sql`update tasks t set
          artifacts = (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(t.artifacts) a where a ->> 'mode' = 'input')
            || (select coalesce(jsonb_agg(a), '[]') from jsonb_array_elements(f.artifacts) a where a ->> 'mode' = 'output'),
          models = jsonb_set(t.models, '{output}', f.models -> 'output'),
          hyperparams = t.hyperparams || case when f.hyperparams ? 'return' then jsonb_build_object('return', f.hyperparams -> 'return') else '{}' end,
          last_iteration = f.last_iteration
        from tasks f where t.id = ${task} and f.id = ${from}`,
  );
}

async function findController(em: Em, { parent }: LockedTask): Promise<{ id: string; attempt: number } | null> {
  if (parent === null) return null;
  const [run] = await query<{ id: string; attempt: number }>(
    em,
    sql`select id, attempt from tasks where id = ${parent} and controller is null and type = 'controller' and 'pipeline' = any(system_tags)`,
  );
  return run ?? null;
}

interface Definition {
  name: string;
  type: string;
  script: Record<string, unknown>;
  hyperparams: Record<string, Record<string, HyperParameter>>;
  configuration: Record<string, unknown>;
  container: Record<string, unknown>;
}

async function fingerprintOf(em: Em, { id }: LockedTask, run: string): Promise<string> {
  const [definition] = await query<Definition>(
    em,
    sql`select name, type, script, hyperparams - 'return' as hyperparams, configuration, container from tasks where id = ${id}`,
  );
  const text = canonical(definition);
  return createHash('sha256')
    .update(await withOriginals(em, run, text))
    .digest('hex');
}

/** What a step takes from another one is written with that one's id: of a step that was kept it is the id of the task that ran. */
async function withOriginals(em: Em, run: string, text: string): Promise<string> {
  const kept = await query<{ task: string; kept_from: string }>(
    em,
    sql`select task, kept_from from python_steps where run = ${run} and kept_from is not null`,
  );
  return kept.reduce((written, { task, kept_from: original }) => written.replaceAll(task, original), text);
}
