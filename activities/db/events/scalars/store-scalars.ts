import type { Em } from '../../orm.ts';
import type { ScalarEvent } from '../event-batch.ts';
import { findSeries } from './find-series.ts';
import { groupBySeries } from './series-points.ts';
import { storePoints } from './store-points.ts';
import { storeSummaries } from './store-summaries.ts';
import { storeTiles } from './store-tiles.ts';

/** Stores the scalars of a batch whose owners are locked. */
export async function storeScalars(em: Em, events: ScalarEvent[]): Promise<void> {
  if (events.length === 0) return;
  const series = await findSeries(em, groupBySeries(events));
  const tilings = await storeTiles(em, series);
  const replaced = await storePoints(em, series);
  await storeSummaries(em, series, { replaced, tilings });
}
