import type { Recorder } from './record-task.ts';

type Event = Record<string, unknown>;

/** As the SDK sends: one JSON object a line, some thousand a request. */
const BATCH = 5_000;

/** Sends events in order. Throws ApiError, ServerUnreachableError, or the signal's reason. */
export async function sendEvents({ api, signal }: Recorder, events: Iterable<Event>): Promise<void> {
  let lines: string[] = [];
  const send = async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json-lines' }, body: lines.join('\n') };
    lines = [];
    // A repeated batch would double its console lines.
    await (await api.fetch('/v2.35/events.add_batch', init, { signal, idempotent: false })).body?.cancel();
  };
  for (const event of events) {
    lines.push(JSON.stringify(event));
    if (lines.length === BATCH) await send();
  }
  if (lines.length > 0) await send();
}

/** Lines as a training prints them, a millisecond apart up to now. */
export function* logLines(task: string, count: number): Generator<Event> {
  const begin = Date.now() - count;
  for (let line = 1; line <= count; line++) {
    const msg = `step ${line} of ${count}: loss ${(2 / (1 + line / 1000) + 0.01 * (line % 7)).toFixed(4)}`;
    yield { type: 'log', task, timestamp: begin + line, level: 'info', msg };
  }
}

export interface ScalarInput {
  task: string;
  metric: string;
  variant: string;
  count: number;
  seed: number;
}

/** A falling curve with noise and a few spikes, the same for the same seed. */
export function* scalarPoints({ task, metric, variant, count, seed }: ScalarInput): Generator<Event> {
  const begin = Date.now() - count;
  let random = seed + 1;
  for (let iter = 0; iter < count; iter++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = random / 2 ** 32 - 0.5;
    const spike = random % 9_973 === 0 ? 3 : 0;
    const value = (1 + seed / 5) / (1 + (9 * iter) / count) + 0.1 * noise + spike;
    yield { type: 'training_stats_scalar', task, timestamp: begin + iter, iter, metric, variant, value };
  }
}
