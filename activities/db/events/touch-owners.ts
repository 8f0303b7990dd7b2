import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { valuesTable } from '../values-table.ts';
import { type EventBatch, type MetricEvent, SINGLE_VALUE } from './event-batch.ts';

/** Machine statistics go on after the last iteration, under counters of their own. */
const NO_PROGRESS = new Set([':monitor:machine', ':monitor:gpu']);
const HIGHEST = 2_147_483_647;

/** Notes on the tasks and models of a stored batch that they were heard of, and how far they have come. */
export async function touchOwners(em: Em, batch: EventBatch): Promise<void> {
  const reported = [batch.scalars, batch.plots, batch.images, batch.vectors].flat();
  await touch(em, 'tasks', lastIterations([...batch.logs, ...reported].filter((event) => !event.ofModel)));
  await touch(em, 'models', lastIterations(reported.filter((event) => event.ofModel)));
}

async function touch(em: Em, table: 'tasks' | 'models', progress: { id: string; iter: number }[]): Promise<void> {
  if (progress.length === 0) return;
  await query(
    em,
    sql`update ${sql.table(table)} as o set last_update = now(), last_iteration = greatest(o.last_iteration, p.iter)
      from ${valuesTable(progress, { id: 'text', iter: 'int' })} as p (id, iter) where o.id = p.id`,
  );
}

function lastIterations(events: { owner: string; metric?: string; iter?: number }[]): { id: string; iter: number }[] {
  const last = new Map<string, number>();
  for (const event of events) {
    const before = last.get(event.owner) ?? SINGLE_VALUE;
    last.set(event.owner, Math.max(before, progressOf(event)));
  }
  return [...last].map(([id, iter]) => ({ id, iter }));
}

function progressOf({ metric, iter }: Partial<MetricEvent>): number {
  if (iter === undefined || NO_PROGRESS.has(metric ?? '')) return SINGLE_VALUE;
  return Math.min(iter, HIGHEST);
}
