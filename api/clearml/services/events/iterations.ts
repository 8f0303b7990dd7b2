import { z } from 'zod';
import { type Iteration, readIterations } from '../../../../activities/db/events/reported/read-iterations.ts';
import type { ReportedEvent } from '../../../../activities/db/events/reported/reported-event.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { imageDocument, plotDocument } from './documents.ts';
import { eventDocuments, iterationCount, modelEvents } from './schemas.ts';
import { bigint, decodeScroll, encodeScroll } from './scroll.ts';

const request = z.object({
  metrics: z
    .array(z.object({ task: z.string(), metric: z.string().nullish(), variants: z.array(z.string()).nullish() }))
    .min(1)
    .describe('Of which tasks, and which of their metrics and variants'),
  iters: iterationCount,
  navigate_earlier: z.boolean().nullish().describe('From the latest iterations to the earliest; the default'),
  refresh: z.boolean().nullish().describe('Begins again with the latest iterations'),
  scroll_id: z.string().nullish(),
  model_events: modelEvents,
});

const response = z.object({
  metrics: z.array(z.object({ task: z.string(), iterations: z.array(z.object({ iter: z.int(), events: eventDocuments })) })),
  scroll_id: z.string(),
});

/** The first and last iteration that each task has shown. */
const position = z.record(z.string(), z.tuple([bigint, bigint]));
type Position = z.output<typeof position>;

const iterationsOf = (name: string, kind: 'plots' | 'images', document: (event: ReportedEvent) => Record<string, unknown>) =>
  defineEndpoint({
    name,
    needs: 'read',
    summary: `Page by page, the ${kind === 'plots' ? 'plots' : 'debug images'} of the latest iterations of tasks or models`,
    request,
    response,
    async handle({ api }, { metrics, iters: count, navigate_earlier, refresh, scroll_id, model_events: ofModel }) {
      const em = api.db.em.fork();
      const shown = (refresh ? null : decodeScroll(position, scroll_id)) ?? {};
      const byTask = Map.groupBy(metrics, (each) => each.task);
      await requireOwners(em, [...byTask.keys()], ofModel);
      const next: Position = {};
      const answer = [];
      for (const [task, wanted] of byTask) {
        const filters = wanted.flatMap(({ metric, variants }) => (metric ? [{ metric, variants: variants ?? [] }] : []));
        const scope = { kind, owner: task, ofModel, metrics: filters, count };
        const iterations = await readIterations(em, { ...scope, ...boundary(shown[task], navigate_earlier !== false) });
        const seen = shownOf(shown[task], iterations);
        if (seen) next[task] = seen;
        answer.push({ task, iterations: iterations.map(({ iter, events }) => ({ iter, events: events.map(document) })) });
      }
      return { metrics: answer, scroll_id: encodeScroll(next) };
    },
  });

function boundary(shown: [number, number] | undefined, earlier: boolean): { before?: number; after?: number } {
  if (!shown) return {};
  return earlier ? { before: shown[0] } : { after: shown[1] };
}

/** The range of iterations on the page; of an empty page, that of the page before. */
function shownOf(before: [number, number] | undefined, iterations: Iteration[]): [number, number] | undefined {
  if (iterations.length === 0) return before;
  const all = iterations.map(({ iter }) => iter);
  return [Math.min(...all), Math.max(...all)];
}

export const iterationEndpoints = [
  iterationsOf('events.debug_images', 'images', imageDocument),
  iterationsOf('events.plots', 'plots', plotDocument),
];
