import type { StepSpec } from '../../../../workflows/contracts/pipeline.ts';
import type { Db } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import { copyCurve } from './copy-curve.ts';
import { copyArtifacts, copyModels } from './copy-results.ts';

interface MonitoredNode {
  task: string | null;
  index: number | null;
  instance_of: string | null;
  spec: StepSpec;
  user_id: string;
}

/**
 * Copies what a step is monitored for to its run, under the names that the definition gives. Instances of one step have their place
 * behind the name. `whole` when no more comes: nothing may be missing then.
 */
export async function copyMonitored(db: Db, { run, node, whole }: { run: string; node: string; whole: boolean }): Promise<void> {
  const [row] = await query<MonitoredNode>(
    db.em.fork(),
    sql`select n.task, n.index, n.instance_of, n.spec, t.user_id
        from pipeline_nodes n join tasks t on t.id = n.run where n.run = ${run} and n.name = ${node}`,
  );
  if (!row?.task || row.spec.kind !== 'task') return;
  const { metrics, artifacts, models } = row.spec.monitor;
  const suffix = row.instance_of === null ? '' : ` ${node.slice(row.instance_of.length)}`;
  const names = (renamed: { from: string; to: string }[]) => renamed.map(({ from, to }) => ({ from, to: `${to}${suffix}` }));
  const copy = { run, task: row.task, userId: row.user_id };
  for (const metric of metrics) {
    await copyCurve(db, { ...copy, ...metric, toSeries: `${metric.toSeries}${suffix}`, whole });
  }
  if (artifacts.length > 0) await copyArtifacts(db, { ...copy, names: names(artifacts) });
  if (models.length > 0) await copyModels(db, { ...copy, names: names(models) });
}
