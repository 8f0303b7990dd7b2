import type { Db } from '../../activities/db/orm.ts';
import { readNodes } from '../../activities/db/pipelines/node-rows.ts';
import { submitPipeline } from '../../activities/db/pipelines/submit-pipeline.ts';
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
