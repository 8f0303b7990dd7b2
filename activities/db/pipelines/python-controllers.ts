import type { ConfigurationItem } from '../entities/task.entity.ts';
import type { Em } from '../orm.ts';
import { jsonb, query, sql } from '../sql.ts';
import type { LockedTask } from '../tasks/lock.ts';
import { stopWithin } from '../tasks/stop.ts';
import { DEFINITION } from './definition.ts';
import { readChildren } from './views/list-runs.ts';
import { parsePythonDag, pythonState } from './views/python-dag.ts';
import type { ChildStatus } from './views/run-rows.ts';

/**
 * Prepares a locked run of Python's controller for another process. That one takes over the steps which are noted as executed: so what has
 * completed since the last note is noted too. It starts the others anew. Those that still wait are stopped; those that run go on, as long
 * as it is known what they are made of, so that they are found again.
 */
export async function handOver(em: Em, task: LockedTask, actor: string): Promise<void> {
  const [row] = await query<{ definition: ConfigurationItem | null }>(
    em,
    sql`select configuration -> ${DEFINITION} as definition from tasks where id = ${task.id}`,
  );
  const text = row?.definition?.value ?? null;
  const children = (await readChildren(em, [task.id])).get(task.id) ?? [];
  const finished = finishedSteps(text, children);
  if (row?.definition && finished.size > 0) await noteExecuted(em, task.id, { item: row.definition, finished });
  const known = await knownSteps(em, task.id);
  for (const { id } of children.filter(({ id, status }) => status === 'queued' || (status === 'in_progress' && !known.has(id))))
    await stopWithin(em, { task: id, actor, reason: `the controller ${task.id} that started it is gone, and starts it anew` });
}

async function knownSteps(em: Em, run: string): Promise<Set<string>> {
  const steps = await query<{ task: string }>(em, sql`select task from python_steps where run = ${run}`);
  return new Set(steps.map(({ task }) => task));
}

/** Steps that have completed and are not noted as such, with their tasks. */
function finishedSteps(text: string | null, children: readonly ChildStatus[]): Map<string, string> {
  const done = children.filter(({ status }) => status === 'completed' || status === 'published').map(({ id }) => id);
  return new Map(
    parsePythonDag(text, { begun: true }).flatMap((node) => {
      const { task } = pythonState(node, children);
      return task !== null && done.includes(task) ? [[node.name, task] as const] : [];
    }),
  );
}

async function noteExecuted(
  em: Em,
  task: string,
  { item, finished }: { item: ConfigurationItem; finished: ReadonlyMap<string, string> },
): Promise<void> {
  const dag = JSON.parse(item.value) as Record<string, object>;
  for (const [name, executed] of finished) dag[name] = { ...dag[name], executed, job_id: executed, status: 'completed' };
  const noted = { ...item, value: JSON.stringify(dag, null, 2) };
  await query(
    em,
    sql`update tasks set configuration = configuration || ${jsonb({ [DEFINITION]: noted })}, version = version + 1 where id = ${task}`,
  );
}
