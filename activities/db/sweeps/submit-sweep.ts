import type { SweepSpec } from '../../../workflows/contracts/sweep.ts';
import { checkOptuna, type OptunaNames } from '../../../workflows/domain/sweeps/check-optuna.ts';
import { keysOf } from '../../../workflows/domain/sweeps/check-space.ts';
import type { HyperParameter } from '../entities/task.entity.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { ensureProject } from '../projects/create-project.ts';
import { findQueueByRef } from '../queues/find-queue.ts';
import { query, sql } from '../sql.ts';
import { takeTurn } from '../take-turn.ts';
import { insertTask } from '../tasks/create-task.ts';
import { enqueueWithin } from '../tasks/enqueue.ts';
import { parseSpec, refuseFaults, SPEC_ITEM } from './read-spec.ts';

export interface SubmitSweepInput {
  /** The definition as it was sent. */
  spec: unknown;
  userId: string;
  actor: string;
  /** The same key again answers the sweep that it made. */
  idempotencyKey?: string | undefined;
  /** Makes the record alone; enqueuing it starts the sweep. */
  draft?: boolean | undefined;
  /** What Optuna knows by name, where it is there to ask; its names are checked then, else when it is. */
  optuna?: OptunaNames | null;
}

export interface SubmittedSweep {
  sweep: string;
  /** What will probably not go as meant. */
  warnings: string[];
}

/**
 * Makes the controller task of a sweep and starts it, in one transaction.
 * @throws Refusal `invalid` with the field at fault, `taskNotFound`, `queueNotFound`
 */
export function submitSweep(db: Db, input: SubmitSweepInput): Promise<SubmittedSweep> {
  return db.em.fork().transactional(async (em) => {
    const key = input.idempotencyKey === undefined ? null : `${input.userId} ${input.idempotencyKey}`;
    const made = key === null ? null : await madeBefore(em, key);
    if (made) return { sweep: made, warnings: [] };
    const parsed = parseSpec(input.spec);
    if (input.optuna) refuseFaults(checkOptuna(parsed.strategy, input.optuna));
    const base = await findBase(em, parsed.baseTask);
    const spec = { ...parsed, baseTask: base.id };
    const queue = await findQueueByRef(em, spec.queue);
    const sweep = await insertController(em, spec, input.userId);
    await query(em, sql`insert into sweeps (task, idempotency_key) values (${sweep}, ${key})`);
    if (!input.draft) await enqueueWithin(em, { task: sweep, queue: queue.id, actor: input.actor });
    return { sweep, warnings: await warningsOf(em, spec, base) };
  });
}

/** Of two calls with one key the second waits for the first. */
async function madeBefore(em: Em, key: string): Promise<string | null> {
  await takeTurn(em, 'sweep submission', key);
  const [row] = await query<{ task: string }>(em, sql`select task from sweeps where idempotency_key = ${key}`);
  return row?.task ?? null;
}

interface BaseTask {
  id: string;
  name: string;
  status: string;
  hyperparams: Record<string, Record<string, HyperParameter>>;
}

/** By id, or the newest of `project/name`. */
async function findBase(em: Em, ref: string): Promise<BaseTask> {
  const [base] = await query<BaseTask & { controller: string | null }>(
    em,
    sql`select t.id, t.name, t.status, t.hyperparams, t.controller from tasks t left join projects p on p.id = t.project
        where (t.id = ${ref} or p.name || '/' || t.name = ${ref}) and not 'archived' = any(t.system_tags)
        order by t.id = ${ref} desc, t.created desc limit 1`,
  );
  if (!base)
    throw new Refusal('taskNotFound', `baseTask: "${ref}" does not exist; the id of a task, or its project/name`, {
      field: 'baseTask',
      data: { id: ref },
    });
  if (base.controller)
    throw new Refusal('invalid', `baseTask: "${ref}" is a ${base.controller}; a task that an agent runs`, { field: 'baseTask' });
  return base;
}

async function insertController(em: Em, spec: SweepSpec, userId: string): Promise<string> {
  const project = await ensureProject(em, { name: spec.project, userId });
  return insertTask(em, {
    userId,
    controller: 'sweep',
    content: {
      name: spec.name,
      type: 'optimizer',
      comment: spec.description,
      project,
      tags: spec.tags,
      system_tags: ['sweep'],
      configuration: { [SPEC_ITEM]: { type: 'json', value: JSON.stringify(spec, null, 2) } },
    },
  });
}

async function warningsOf(em: Em, spec: SweepSpec, base: BaseTask): Promise<string[]> {
  const warnings: string[] = [];
  const names = Object.entries(spec.space).flatMap(([name, parameter]) => keysOf(name, parameter));
  for (const name of names) {
    const slash = name.indexOf('/');
    if (!base.hyperparams[name.slice(0, slash)]?.[name.slice(slash + 1)])
      warnings.push(`${name} is no parameter of the base task "${base.name}" yet`);
  }
  if (base.status !== 'created') warnings.push(...(await unreported(em, spec)));
  const [served] = await query<{ workers: number }>(
    em,
    sql`select count(*)::int as workers from workers w join queues q on q.id = any(w.queues) where ${spec.queue} in (q.id, q.name)`,
  );
  if (served?.workers === 0) warnings.push(`no agent serves queue ${spec.queue} now`);
  return warnings;
}

/** A base task that ran and did not report an objective is likely to have clones that do not either. */
async function unreported(em: Em, { objectives, baseTask }: SweepSpec): Promise<string[]> {
  const known = await query<{ metric: string; variant: string }>(
    em,
    sql`select metric, variant from series where owner = ${baseTask} and not of_model`,
  );
  return objectives
    .filter(({ title, series }) => !known.some(({ metric, variant }) => metric === title && variant === series))
    .map(({ title, series }) => `the base task has not reported ${title}/${series}`);
}
