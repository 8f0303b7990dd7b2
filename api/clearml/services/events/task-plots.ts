import { z } from 'zod';
import { readLatest } from '../../../../activities/db/events/reported/read-latest.ts';
import type { ReportedEvent } from '../../../../activities/db/events/reported/reported-event.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { plotDocument } from './documents.ts';
import { eventDocuments, iterationCount, metricFilters, modelEvents } from './schemas.ts';
import { decodeScroll, encodeScroll, int32 } from './scroll.ts';
import { treeOf } from './tree.ts';

const page = {
  iters: iterationCount,
  model_events: modelEvents,
  no_scroll: z.boolean().nullish(),
  scroll_id: z.string().nullish(),
};
const answer = { returned: z.int(), total: z.int(), scroll_id: z.string().nullable() };
/** How many plots the pages before held. */
const position = int32.nonnegative();

const ofTask = defineEndpoint({
  name: 'events.get_task_plots',
  needs: 'read',
  summary: 'The plots of the latest iterations of each metric and variant',
  request: z.object({ task: z.string(), metrics: metricFilters, ...page }),
  response: z.object({ plots: eventDocuments, ...answer }),
  async handle({ api }, { task, metrics, iters, model_events: ofModel, no_scroll, scroll_id }) {
    const em = api.db.em.fork();
    const skip = decodeScroll(position, scroll_id) ?? 0;
    await requireOwners(em, [task], ofModel);
    const { events, total } = await readLatest(em, { kind: 'plots', owners: [task], ofModel, metrics, iterations: iters, skip });
    return { plots: events.map(plotDocument), ...counts(events, { skip, total, scroll: !no_scroll }) };
  },
});

const ofTasks = defineEndpoint({
  name: 'events.get_multi_task_plots',
  needs: 'read',
  summary: 'The plots of several tasks or models, by metric, variant, task and iteration',
  request: z.object({ tasks: z.array(z.string()).min(1), metrics: metricFilters, ...page }),
  response: z.object({ plots: z.record(z.string(), z.unknown()), ...answer }),
  async handle({ api }, { tasks, metrics, iters, model_events: ofModel, no_scroll, scroll_id }) {
    const em = api.db.em.fork();
    const skip = decodeScroll(position, scroll_id) ?? 0;
    const names = await requireOwners(em, tasks, ofModel);
    const { events, total } = await readLatest(em, { kind: 'plots', owners: tasks, ofModel, metrics, iterations: iters, skip });
    const plots = treeOf(
      events,
      ({ metric, variant, owner, iter }) => [metric, variant, owner, String(iter)],
      (event) => ({ name: names.get(event.owner), plots: [plotDocument(event)] }),
    );
    return { plots, ...counts(events, { skip, total, scroll: !no_scroll }) };
  },
});

function counts(events: ReportedEvent[], { skip, total, scroll }: { skip: number; total: number; scroll: boolean }) {
  return { returned: events.length, total, scroll_id: scroll ? encodeScroll(skip + events.length) : null };
}

export const taskPlotEndpoints = [ofTask, ofTasks];
