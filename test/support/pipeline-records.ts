import type { Db } from '../../activities/db/orm.ts';
import { readNodes } from '../../activities/db/pipelines/node-rows.ts';
import { submitPipeline } from '../../activities/db/pipelines/submit-pipeline.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { putModel } from '../../activities/db/tasks/task-models.ts';
import { eventually } from './eventually.ts';
import { viewTask } from './records.ts';

/** A definition as people write it: whatever is left out has its default. */
export interface LooseSpec {
  name?: string;
  project?: string;
  steps: Record<string, unknown>[];
  [field: string]: unknown;
}

export const looseSpec = (spec: LooseSpec, queue: string): Record<string, unknown> => ({
  name: 'flow',
  project: 'tests',
  defaultQueue: queue,
  ...spec,
});

export interface SubmitOptions {
  parameters?: Record<string, unknown>;
  ignoreCache?: boolean;
  draft?: boolean;
}

/** Submits a definition in the name of the user `u`. Answers the run. */
export async function submit(db: Db, spec: Record<string, unknown>, options: SubmitOptions = {}): Promise<string> {
  const { run } = await submitPipeline(db, {
    spec,
    parameters: options.parameters ?? {},
    ignoreCache: options.ignoreCache ?? false,
    draft: options.draft ?? false,
    idempotencyKey: null,
    filesUrl: 'http://127.0.0.1:9',
    userId: 'u',
    actor: 'user:u',
  });
  return run;
}

/** State of every node, by name. */
export async function statesOf(db: Db, run: string): Promise<Record<string, string>> {
  return Object.fromEntries((await readNodes(db.em.fork(), run)).map(({ name, state }) => [name, state]));
}

const ENDS = ['completed', 'failed', 'stopped'];

/** Waits for the end of a run. Answers its status. */
export async function endOf(db: Db, run: string, deadlineMs = 50_000): Promise<string> {
  await eventually('the run ends', async () => ENDS.includes((await viewTask(db, run)).status), { deadlineMs });
  return (await viewTask(db, run)).status;
}

/** Gives a task an output model, as its code would. */
export async function giveOutputModel(
  db: Db,
  { task, model, name, uri = '' }: { task: string; model: string; name: string; uri?: string },
): Promise<void> {
  await query(
    db.em.fork(),
    sql`insert into models (id, name, uri, user_id, created, last_update, last_change) values (${model}, ${name}, ${uri}, 'u', now(), now(), now())`,
  );
  await putModel(db, { task, userId: 'u', side: 'output', name, model });
}
