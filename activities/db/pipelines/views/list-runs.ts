import type { RunSummary } from '../../../../workflows/contracts/pipeline-api.ts';
import { Refusal } from '../../errors.ts';
import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { type ChildStatus, readRuns, summaryOf } from './run-rows.ts';

/**
 * The runs of a pipeline, newest first.
 * @throws Refusal `projectNotFound`
 */
export async function listRuns(em: Em, { pipeline, archived }: { pipeline: string; archived: boolean }): Promise<RunSummary[]> {
  const [project] = await query(em, sql`select 1 from projects where id = ${pipeline}`);
  if (!project)
    throw new Refusal('projectNotFound', `pipeline ${pipeline} does not exist`, { field: 'id', data: { id: pipeline } });
  const where = sql`t.project = ${pipeline} and ('archived' = any(t.system_tags)) = ${archived}`;
  const rows = await readRuns(em, where);
  const children = await readChildren(
    em,
    rows.filter(({ ours }) => !ours).map(({ id }) => id),
  );
  return rows.map((row) => summaryOf(row, children.get(row.id) ?? []));
}

/** Tasks of runs by run, in the order in which they were made. */
export async function readChildren(em: Em, runs: string[]): Promise<Map<string, ChildStatus[]>> {
  if (runs.length === 0) return new Map();
  const rows = await query<ChildStatus & { parent: string }>(
    em,
    sql`select id, name, status, parent from tasks where parent = any(${runs}::text[]) order by created, id`,
  );
  return Map.groupBy(rows, ({ parent }) => parent);
}
