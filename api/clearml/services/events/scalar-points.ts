import { z } from 'zod';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { type PointRow, readPointPage } from '../../../../activities/db/events/scalars/read-point-page.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { scalarDocument } from './documents.ts';
import { curveDocument, eventDocuments, modelEvents, pageSize, scalarKey } from './schemas.ts';
import { bigint, decodeScroll, encodeScroll, int32 } from './scroll.ts';
import { treeOf } from './tree.ts';

export const pointPosition = z.tuple([int32, bigint]);

const raw = defineEndpoint({
  name: 'events.scalar_metrics_iter_raw',
  needs: 'read',
  summary: 'The points of a metric as they were reported, page by page; a page without points is the last',
  request: z.object({
    task: z.string(),
    metric: z.object({ metric: z.string(), variants: z.array(z.string()).nullish() }),
    key: scalarKey,
    batch_size: pageSize(10_000),
    count_total: z.boolean().nullish(),
    scroll_id: z.string().nullish(),
    model_events: modelEvents,
  }),
  response: z.object({
    variants: z.record(z.string(), z.unknown()),
    returned: z.int(),
    total: z.int().nullable(),
    scroll_id: z.string(),
  }),
  async handle({ api }, { task, metric, key, batch_size: limit, count_total, scroll_id, model_events: ofModel }) {
    const em = api.db.em.fork();
    const after = decodeScroll(pointPosition.nullable(), scroll_id);
    await requireOwners(em, [task], ofModel);
    const metrics = [{ metric: metric.metric, variants: metric.variants ?? [] }];
    const { points, total } = await readPointPage(em, { owner: task, ofModel, metrics, limit, after });
    return {
      variants: treeOf(
        Map.groupBy(points, (point) => point.variant),
        ([variant]) => [variant],
        ([variant, of]) => curveOf(variant, of, key),
      ),
      returned: points.length,
      total: count_total ? total : null,
      scroll_id: encodeScroll(endOf(points) ?? after),
    };
  },
});

const ofMetric = defineEndpoint({
  name: 'events.get_scalar_metric_data',
  needs: 'read',
  summary: 'The points of a metric as events, page by page',
  request: z.object({
    task: z.string(),
    metric: z.string().nullish(),
    no_scroll: z.boolean().nullish(),
    scroll_id: z.string().nullish(),
    model_events: modelEvents,
  }),
  response: z.object({ events: eventDocuments, returned: z.int(), total: z.int(), scroll_id: z.string().nullable() }),
  async handle({ api }, { task, metric, no_scroll, scroll_id, model_events: ofModel }) {
    const em = api.db.em.fork();
    const after = decodeScroll(pointPosition.nullable(), scroll_id);
    await requireOwners(em, [task], ofModel);
    const metrics = metric ? [{ metric }] : [];
    const { points, total } = await readPointPage(em, { owner: task, ofModel, metrics, limit: 10_000, after });
    return {
      events: points.map((point) => scalarDocument(point, { id: task, ofModel })),
      returned: points.length,
      total,
      scroll_id: no_scroll ? null : encodeScroll(endOf(points) ?? after),
    };
  },
});

/** Where a page of points ends. */
export function endOf(points: PointRow[]): [number, number] | null {
  const last = points.at(-1);
  return last ? [last.series, last.iter] : null;
}

function curveOf(name: string, points: PointRow[], key: z.output<typeof scalarKey>) {
  const arrays = {
    iter: points.map(({ iter }) => iter),
    at: points.map(({ at }) => at),
    value: points.map(({ value }) => value),
  };
  return curveDocument(arrays, name, key);
}

export const scalarPointEndpoints = [raw, ofMetric];
