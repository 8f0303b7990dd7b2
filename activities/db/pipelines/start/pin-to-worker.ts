import type { Em } from '../../orm.ts';
import { query, sql } from '../../sql.ts';
import type { NodeRow } from '../node-rows.ts';

/** Has a step's task run on the worker that another step ran on. Answers, for people, where that is. */
export async function pinToWorker(
  em: Em,
  { row, task, sameWorkerAs }: { row: NodeRow; task: string; sameWorkerAs: string },
): Promise<string> {
  const worker = await workerOf(em, row, sameWorkerAs);
  await query(em, sql`update tasks set pinned_worker = ${worker} where id = ${task}`);
  return worker === null ? `on any worker, as step "${sameWorkerAs}" ran on none` : `on ${worker}, as step "${sameWorkerAs}"`;
}

/** Of a mapped step the instance of the same place counts, if there is one; else the one that began last. */
async function workerOf(em: Em, { run, index }: NodeRow, step: string): Promise<string | null> {
  const [found] = await query<{ worker: string }>(
    em,
    sql`select t.last_worker as worker from pipeline_nodes n join tasks t on t.id = n.task
        where n.run = ${run} and n.step = ${step} and t.last_worker is not null
        order by (n.index is not distinct from ${index}::int) desc, n.started desc nulls last limit 1`,
  );
  return found?.worker ?? null;
}
