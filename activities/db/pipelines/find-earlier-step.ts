import { createHash } from 'node:crypto';
import { canonical } from '../../../workflows/domain/canonical.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import type { LockedTask } from '../tasks/lock.ts';
import { stopWithin } from '../tasks/stop.ts';
import { STOPPING } from '../tasks/stopping.ts';

/** The task of an earlier attempt of a controller that is made of the same as a step of the newest one. */
export interface EarlierStep {
  task: string;
  /** It has not ended yet. It is locked, so that it does not end unheard. */
  runs: boolean;
}

/**
 * Notes what a step of Python's controller is made of, when it is enqueued. Answers the task of an earlier attempt of the controller that was made of
 * the same and runs or has completed: a controller that was started anew makes all its steps again, and those need not run twice.
 */
export async function findEarlierStep(em: Em, task: LockedTask): Promise<EarlierStep | null> {
  const run = await findController(em, task);
  if (!run) return null;
  const fingerprint = await fingerprintOf(em, task, run.id);
  const earlier = (await findRunning(em, run, fingerprint)) ?? (await findFinished(em, run, fingerprint));
  await query(
    em,
    sql`insert into python_steps (task, run, attempt, fingerprint, kept_from, following)
        values (${task.id}, ${run.id}, ${run.attempt}, ${fingerprint}, ${earlier?.task ?? null}, ${earlier?.runs ?? false})
        on conflict (task) do update set attempt = excluded.attempt, fingerprint = excluded.fingerprint,
          kept_from = excluded.kept_from, following = excluded.following`,
  );
  if (!earlier) await stopReplaced(em, task, run);
  return earlier;
}

interface Controller {
  id: string;
  attempt: number;
}

async function findRunning(em: Em, run: Controller, fingerprint: string): Promise<EarlierStep | null> {
  const [running] = await query<{ task: string }>(
    em,
    sql`select s.task from python_steps s join tasks t on t.id = s.task
        where s.run = ${run.id} and s.fingerprint = ${fingerprint} and s.attempt < ${run.attempt} and s.kept_from is null
          and t.status = 'in_progress' and t.status_message <> ${STOPPING}
        order by s.attempt desc limit 1 for update of t`,
  );
  return running ? { task: running.task, runs: true } : null;
}

async function findFinished(em: Em, run: Controller, fingerprint: string): Promise<EarlierStep | null> {
  const [finished] = await query<{ task: string }>(
    em,
    sql`select s.task from python_steps s join tasks t on t.id = s.task
        where s.run = ${run.id} and s.fingerprint = ${fingerprint} and s.attempt < ${run.attempt} and s.kept_from is null
          and t.status in ('completed', 'published') and not 'archived' = any(t.system_tags)
        order by t.completed desc limit 1`,
  );
  return finished ? { task: finished.task, runs: false } : null;
}

/** The controller makes this step of something else now: what it was before need not run to its end. */
async function stopReplaced(em: Em, task: LockedTask, run: Controller): Promise<void> {
  const replaced = await query<{ task: string }>(
    em,
    sql`select s.task from python_steps s join tasks t on t.id = s.task
        where s.run = ${run.id} and s.attempt < ${run.attempt} and s.kept_from is null and t.name = ${task.name} and t.status = 'in_progress'
          and not exists (select from python_steps f where f.kept_from = s.task and f.following)`,
  );
  const reason = `the controller ${run.id} was started anew, and starts this step differently`;
  for (const { task: step } of replaced) await stopWithin(em, { task: step, actor: 'server', reason });
}

async function findController(em: Em, { parent }: LockedTask): Promise<Controller | null> {
  if (parent === null) return null;
  const [run] = await query<Controller>(
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
