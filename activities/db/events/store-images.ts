import type { Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { valuesTable } from '../values-table.ts';
import type { ImageEvent } from './event-batch.ts';
import { METRIC_COLUMNS, metricRow } from './metric-row.ts';
import { newest } from './newest.ts';

/** Stores where debug images lie; a later one of the same metric, variant, iteration and key replaces the earlier. */
export async function storeImages(em: Em, events: ImageEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = newest(events, (event) => event.key).map((event) => ({ ...metricRow(event), key: event.key, url: event.url }));
  await query(
    em,
    sql`insert into debug_images (owner, of_model, metric, variant, iter, at, worker, key, url)
      select * from ${valuesTable(rows, { ...METRIC_COLUMNS, key: 'text', url: 'text' })}
      on conflict (owner, of_model, md5(metric), md5(variant), iter, md5(key))
      do update set at = excluded.at, worker = excluded.worker, url = excluded.url`,
  );
}
