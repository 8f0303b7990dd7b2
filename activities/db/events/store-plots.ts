import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { valuesTable } from '../values-table.ts';
import type { PlotEvent } from './event-batch.ts';
import { METRIC_COLUMNS, metricRow } from './metric-row.ts';
import { newest } from './newest.ts';

/** Stores plots; a later one of the same metric, variant and iteration replaces the earlier. */
export async function storePlots(em: Em, events: PlotEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = newest(events).map((event) => ({ ...metricRow(event), plot_str: event.plot }));
  await query(
    em,
    sql`insert into plots (owner, of_model, metric, variant, iter, at, worker, plot_str)
      select * from ${valuesTable(rows, { ...METRIC_COLUMNS, plot_str: 'text' })}
      on conflict (owner, of_model, md5(metric), md5(variant), iter)
      do update set at = excluded.at, worker = excluded.worker, plot_str = excluded.plot_str`,
  );
}
