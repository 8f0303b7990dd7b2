import { newId } from '../../activities/db/ids.ts';
import type { Db } from '../../activities/db/orm.ts';
import { jsonb, query, sql } from '../../activities/db/sql.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { createTask } from './records.ts';

const node = (more: Record<string, unknown>) => ({ parents: [], executed: null, status: 'pending', job_id: null, ...more });

/** A run of Python's `PipelineController` with four steps, as the SDK registers it. */
export async function createPythonRun(db: Db): Promise<string> {
  const run = await createTask(db, { name: 'pipe' });
  const value = JSON.stringify({
    noted: node({ executed: 'elsewhere', status: 'completed' }),
    done: node({ status: 'running' }),
    running: node({ parents: ['done'], status: 'queued' }),
    waiting: node({ parents: ['running'] }),
  });
  await query(
    db.em.fork(),
    sql`update tasks set type = 'controller', system_tags = '{pipeline}',
          configuration = jsonb_build_object('Pipeline', jsonb_build_object('name', 'Pipeline', 'type', 'dictionary', 'value', ${value}::text))
        where id = ${run}`,
  );
  return run;
}

/** A task of a step that the run has made. */
export async function createPythonStep(
  db: Db,
  { run, name, status = 'created' }: { run: string; name: string; status?: string },
): Promise<string> {
  const id = newId();
  await query(
    db.em.fork(),
    sql`insert into tasks (id, name, project, user_id, parent, status, created, last_update, last_change, status_changed)
        values (${id}, ${name}, 'p', 'u', ${run}, ${status}, now(), now(), now(), now())`,
  );
  return id;
}

/** Makes and enqueues a step with its arguments, as the controller does. */
export async function launchPythonStep(
  db: Db,
  { run, name, queue, kwargs }: { run: string; name: string; queue: string; kwargs: Record<string, string> },
): Promise<string> {
  const id = await createPythonStep(db, { run, name });
  const section = Object.fromEntries(
    Object.entries(kwargs).map(([key, value]) => [key, { section: 'kwargs', name: key, value }]),
  );
  await query(db.em.fork(), sql`update tasks set hyperparams = jsonb_build_object('kwargs', ${jsonb(section)}) where id = ${id}`);
  await enqueue(db, { task: id, queue, actor: 'user:u' });
  return id;
}
