import { z } from 'zod';
import { Refusal } from '../../../../activities/db/errors.ts';
import { type AddedEvents, addEvents } from '../../../../activities/db/events/add-events.ts';
import { type Call, defineEndpoint } from '../../endpoint.ts';
import { parseEvents } from './parse-event.ts';
import { readLines } from './read-lines.ts';

const added = z.object({ added: z.int(), errors: z.int(), errors_info: z.record(z.string(), z.int()) });

const addBatch = defineEndpoint({
  name: 'events.add_batch',
  needs: 'work',
  summary: 'Stores many events: the body is application/json-lines, one JSON object a line',
  request: z.object({ lines: z.string().default('') }),
  response: added,
  handle: (call, { lines }) => store(call, readLines(lines)),
});

const add = defineEndpoint({
  name: 'events.add',
  needs: 'work',
  summary: 'Stores one event',
  request: z.looseObject({ type: z.string(), task: z.string() }),
  response: added,
  handle: (call, event) => store(call, [event]),
});

async function store({ api, worker }: Call, values: unknown[]): Promise<Record<string, unknown>> {
  const parsed = parseEvents(values, { worker: worker.slice(0, 1024), now: api.now().getTime() });
  const stored = await addEvents(api.db, parsed.batch);
  const errors = mergeCounts(parsed.errors, stored.errors);
  if (stored.added === 0) throw nothingAdded(errors);
  return { added: stored.added, errors: sum(errors), errors_info: errors };
}

function nothingAdded(errors: AddedEvents['errors']): Refusal {
  const reasons = Object.entries(errors).map(([reason, count]) => `${reason} (${count})`);
  return new Refusal('eventsNotAdded', `Events not added: ${reasons.join('; ') || 'the request holds none'}`, {
    data: { added: 0, errors: sum(errors), errors_info: errors },
  });
}

function mergeCounts(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const merged = { ...a };
  for (const [reason, count] of Object.entries(b)) merged[reason] = (merged[reason] ?? 0) + count;
  return merged;
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((total, count) => total + count, 0);

export const addEndpoints = [addBatch, add];
