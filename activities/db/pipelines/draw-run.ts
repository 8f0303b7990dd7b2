import { executionDetails, executionFlow } from '../../../workflows/domain/pipeline/figures.ts';
import { addEvents } from '../events/add-events.ts';
import { emptyBatch } from '../events/event-batch.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { ourNodes } from './views/node-views.ts';

/**
 * Writes a run's graph and the table of its steps as plots of its task, where ClearML's controller has them and whence they are exported. Does
 * nothing for what is no run of ours.
 */
export async function drawRun(db: Db, run: string): Promise<void> {
  const em = db.em.fork();
  const nodes = await ourNodes(em, run);
  if (nodes.length === 0) return;
  const [task] = await query<{ name: string }>(em, sql`select name from tasks where id = ${run}`);
  if (!task) return;
  const plot = { owner: run, ofModel: false, allowLocked: true, at: Date.now(), worker: 'perdura', iter: 0 };
  const [flow, details] = [executionFlow(task.name, nodes), executionDetails(task.name, nodes)];
  await addEvents(db, {
    ...emptyBatch(),
    plots: [
      { ...plot, metric: 'Pipeline', variant: 'Execution Flow', plot: JSON.stringify(flow) },
      { ...plot, metric: 'Pipeline Details', variant: 'Execution Details', plot: JSON.stringify(details) },
    ],
  });
}
