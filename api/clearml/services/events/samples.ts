import { z } from 'zod';
import { readNeighbour, readSample, type Sample } from '../../../../activities/db/events/reported/read-sample.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { defineEndpoint, type Endpoint } from '../../endpoint.ts';
import { imageDocument, plotDocument } from './documents.ts';
import { modelEvents } from './schemas.ts';
import { bigint, decodeScroll, encodeScroll } from './scroll.ts';

type Kind = 'plots' | 'images';

/** Where the walk stands. */
const position = z.object({
  metric: z.string(),
  variant: z.string(),
  iter: bigint.nullable(),
  /** The walk stays with this metric (and variant). */
  sameMetric: z.boolean(),
});
type Position = z.output<typeof position>;

const response = z.object({ min_iteration: z.int().nullable(), max_iteration: z.int().nullable(), scroll_id: z.string() });

const first = (kind: Kind, name: string) =>
  defineEndpoint({
    name,
    needs: 'read',
    summary: `Begins a walk through ${kind === 'plots' ? 'the plots of a metric' : 'debug images'}, at an iteration or the latest`,
    request: z.object({
      task: z.string(),
      metric: z.string(),
      variant: kind === 'images' ? z.string() : z.string().default(''),
      iteration: bigint.nullish(),
      navigate_current_metric: z.boolean().nullish(),
      model_events: modelEvents,
    }),
    response,
    async handle({ api }, { task, metric, variant, iteration, navigate_current_metric, model_events: ofModel }) {
      const em = api.db.em.fork();
      await requireOwners(em, [task], ofModel);
      const sample = await readSample(em, { kind, owner: task, ofModel, metric, variant }, iteration ?? null);
      const sameMetric = navigate_current_metric !== false;
      return answer(kind, sample, { metric, variant, iter: null, ...sample.position, sameMetric });
    },
  });

const next = (kind: Kind, name: string) =>
  defineEndpoint({
    name,
    needs: 'read',
    summary: `Goes on with a walk through ${kind === 'plots' ? 'plots' : 'debug images'}`,
    request: z.object({
      task: z.string(),
      scroll_id: z.string().min(1),
      navigate_earlier: z.boolean().nullish(),
      next_iteration: z.boolean().nullish().describe('To another iteration of the same metric'),
      model_events: modelEvents,
    }),
    response,
    async handle({ api }, { task, scroll_id, navigate_earlier, next_iteration, model_events: ofModel }) {
      const em = api.db.em.fork();
      const at = decodeScroll(position, scroll_id)!;
      await requireOwners(em, [task], ofModel);
      const nothing: Sample = { events: [], position: null, minIter: null, maxIter: null };
      if (at.iter === null) return answer(kind, nothing, at);
      const from = { kind, owner: task, ofModel, metric: at.metric, variant: at.variant, iter: at.iter };
      const step = { from, earlier: navigate_earlier !== false, sameMetric: at.sameMetric || next_iteration === true };
      const sample = (await readNeighbour(em, step)) ?? nothing;
      return answer(kind, sample, { ...at, ...sample.position });
    },
  });

function answer(kind: Kind, { events, minIter, maxIter }: Sample, at: Position): Record<string, unknown> {
  const shown = kind === 'plots' ? { events: events.map(plotDocument) } : { event: events[0] ? imageDocument(events[0]) : null };
  return { ...shown, min_iteration: minIter, max_iteration: maxIter, scroll_id: encodeScroll(at) };
}

export const sampleEndpoints: Endpoint[] = [
  first('images', 'events.get_debug_image_sample'),
  next('images', 'events.next_debug_image_sample'),
  first('plots', 'events.get_plot_sample'),
  next('plots', 'events.next_plot_sample'),
];
