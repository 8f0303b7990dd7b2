import type { StepSpec } from '../../../workflows/contracts/pipeline.ts';
import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { parseSpec } from './definition.ts';
import { insertSteps, type NodeRow, readNodes } from './node-rows.ts';
import { readRun } from './run-record.ts';

/**
 * Adds steps to a run that goes on, after checking the definition as it is with them. Those without parents run after the step that asks for them.
 * @throws Refusal `invalid`
 */
export async function addSteps(em: Em, run: string, steps: StepSpec[], after: NodeRow): Promise<NodeRow[]> {
  const { spec } = await readRun(em, run);
  const rows = await readNodes(em, run);
  const known = rows.filter(({ instance_of }) => instance_of === null).map((row) => ({ ...row.spec, parents: row.parents }));
  const asker = after.instance_of ?? after.name;
  const wanted = steps.map((step) => ({ ...step, parents: (step.parents ?? []).length > 0 ? step.parents : [asker] }));
  const checked = parseSpec({ ...spec, steps: [...known, ...wanted] });
  const added = checked.steps.slice(known.length);
  await insertSteps(em, run, added, rows.length);
  return query<NodeRow>(
    em,
    sql`select * from pipeline_nodes where run = ${run} and name = any(${added.map(({ name }) => name)}::text[]) order by position`,
  );
}
