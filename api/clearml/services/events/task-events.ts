import { z } from 'zod';
import { countEvents, EVENT_TYPES, type EventType } from '../../../../activities/db/events/count-events.ts';
import { readLogPage } from '../../../../activities/db/events/read-log.ts';
import { readPage } from '../../../../activities/db/events/reported/read-page.ts';
import type { ReportedEvent, ReportedKind } from '../../../../activities/db/events/reported/reported-event.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import { readPointPage } from '../../../../activities/db/events/scalars/read-point-page.ts';
import type { Em } from '../../../../activities/db/orm.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { imageDocument, logDocument, plotDocument, scalarDocument, vectorDocument } from './documents.ts';
import { eventDocuments, modelEvents, pageSize } from './schemas.ts';
import { bigint, decodeScroll, encodeScroll } from './scroll.ts';

interface PageInput {
  owner: string;
  ofModel: boolean;
  limit: number;
  descending: boolean;
  after: [number, number] | null;
}

interface Page {
  events: Record<string, unknown>[];
  /** Where the page ends; null when it is empty. */
  end: [number, number] | null;
}

const READERS: Record<EventType, (em: Em, input: PageInput) => Promise<Page>> = {
  training_stats_scalar: readScalars,
  plot: readReported('plots', plotDocument),
  training_debug_image: readReported('images', imageDocument),
  training_stats_vector: readReported('vectors', vectorDocument),
  log: readLogs,
};

/** Type of the events at which the page before ended, and where. */
const position = z.tuple([z.enum(EVENT_TYPES), z.tuple([bigint, bigint]).nullable()]);

const taskEvents = defineEndpoint({
  name: 'events.get_task_events',
  needs: 'read',
  summary: 'Events as they were reported, page by page; of all types, one type after the other',
  request: z.object({
    task: z.string(),
    event_type: z.enum(EVENT_TYPES).nullish(),
    order: z.enum(['asc', 'desc']).nullish(),
    batch_size: pageSize(500),
    scroll_id: z.string().nullish(),
    model_events: modelEvents,
  }),
  response: z.object({ events: eventDocuments, returned: z.int(), total: z.int(), scroll_id: z.string() }),
  async handle({ api }, { task, event_type, order, batch_size: limit, scroll_id, model_events: ofModel }) {
    const em = api.db.em.fork();
    const from = decodeScroll(position, scroll_id) ?? [event_type ?? EVENT_TYPES[0], null];
    await requireOwners(em, [task], ofModel);
    const types = event_type ? [event_type] : EVENT_TYPES.slice(EVENT_TYPES.indexOf(from[0]));
    const { events, end } = await firstPage(em, types, {
      owner: task,
      ofModel,
      limit,
      descending: order === 'desc',
      after: from[1],
    });
    const total = await countEvents(em, { owner: task, ofModel, types: event_type ? [event_type] : EVENT_TYPES });
    return { events, returned: events.length, total, scroll_id: encodeScroll(end ?? from) };
  },
});

/** The page of the first type that has more events. */
async function firstPage(
  em: Em,
  [type, ...others]: readonly EventType[],
  input: PageInput,
): Promise<{ events: Page['events']; end: z.output<typeof position> | null }> {
  const { events, end } = await READERS[type!](em, input);
  if (end) return { events, end: [type!, end] };
  return others.length > 0 ? firstPage(em, others, { ...input, after: null }) : { events, end: null };
}

async function readScalars(em: Em, input: PageInput): Promise<Page> {
  const { points } = await readPointPage(em, input);
  const last = points.at(-1);
  const owner = { id: input.owner, ofModel: input.ofModel };
  return { events: points.map((point) => scalarDocument(point, owner)), end: last ? [last.series, last.iter] : null };
}

function readReported(kind: ReportedKind, document: (event: ReportedEvent) => Record<string, unknown>) {
  return async (em: Em, input: PageInput): Promise<Page> => {
    const events = await readPage(em, { kind, ...input });
    const last = events.at(-1);
    return { events: events.map(document), end: last ? [last.iter, last.id] : null };
  };
}

async function readLogs(em: Em, { owner, ofModel, ...page }: PageInput): Promise<Page> {
  const messages = ofModel ? [] : await readLogPage(em, { task: owner, ...page });
  const last = messages.at(-1);
  return { events: messages.map((message) => logDocument(message, owner)), end: last ? [last.at, last.id] : null };
}

export const taskEventEndpoints = [taskEvents];
