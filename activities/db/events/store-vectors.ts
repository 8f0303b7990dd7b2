import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { valuesTable } from '../values-table.ts';
import type { VectorEvent } from './event-batch.ts';
import { METRIC_COLUMNS, metricRow } from './metric-row.ts';
import { newest } from './newest.ts';

/** Stores vectors; a later one of the same metric, variant and iteration replaces the earlier. */
export async function storeVectors(em: Em, events: VectorEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = newest(events).map((event) => ({ ...metricRow(event), values: `{${event.values.join(',')}}` }));
  await query(
    em,
    sql`insert into vectors (owner, of_model, metric, variant, iter, at, worker, "values")
      select r.owner, r.of_model, r.metric, r.variant, r.iter, r.at, r.worker, r.list::double precision[]
      from ${valuesTable(rows, { ...METRIC_COLUMNS, values: 'text' })} as r (owner, of_model, metric, variant, iter, at, worker, list)
      on conflict (owner, of_model, md5(metric), md5(variant), iter)
      do update set at = excluded.at, worker = excluded.worker, "values" = excluded."values"`,
  );
}
