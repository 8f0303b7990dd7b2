import {
  type EventBatch,
  emptyBatch,
  LATEST,
  type MetricEvent,
  SINGLE_VALUE,
} from '../../../../activities/db/events/event-batch.ts';

export interface ParsedEvents {
  batch: EventBatch;
  /** What was left out: how many events for each reason. */
  errors: Record<string, number>;
}

/** What an event that says nothing of it gets. */
export interface EventDefaults {
  worker: string;
  /** Milliseconds since the epoch. */
  now: number;
}

type Fields = Record<string, unknown>;

/** An event that cannot be stored; the message is what the client is told. */
class EventError extends Error {}

const LONGEST_NAME = 1024;
const LONGEST_URL = 8192;
const NO_NUMBERS = new Set(['NaN', 'Infinity', '-Infinity']);

/** Sorts the events of a request by kind. */
export function parseEvents(values: readonly unknown[], defaults: EventDefaults): ParsedEvents {
  const parsed: ParsedEvents = { batch: emptyBatch(), errors: {} };
  for (const value of values) {
    try {
      parseEvent(parsed.batch, value, defaults);
    } catch (error) {
      if (!(error instanceof EventError)) throw error;
      parsed.errors[error.message] = (parsed.errors[error.message] ?? 0) + 1;
    }
  }
  return parsed;
}

function parseEvent(batch: EventBatch, value: unknown, defaults: EventDefaults): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new EventError('Not a JSON object');
  const event = value as Fields;
  switch (event.type) {
    case 'training_stats_scalar':
      batch.scalars.push({ ...metricEvent(event, defaults), value: number(event.value, 'value') });
      return;
    case 'log':
      batch.logs.push({
        ...common(event, defaults),
        ofModel: false,
        level: text(event, 'level', 'info'),
        msg: anyText(event.msg, 'msg'),
      });
      return;
    case 'plot':
      batch.plots.push({ ...metricEvent(event, defaults), plot: anyText(event.plot_str, 'plot_str') });
      return;
    case 'training_debug_image':
      batch.images.push({ ...metricEvent(event, defaults), ...imageOf(event) });
      return;
    case 'training_stats_vector':
      batch.vectors.push({ ...metricEvent(event, defaults), values: numbers(event.values) });
      return;
    default:
      throw new EventError(`Invalid event type ${String(event.type).slice(0, 50)}`);
  }
}

function common(event: Fields, { worker, now }: EventDefaults) {
  if (typeof event.task !== 'string' || event.task === '') throw new EventError('Event must have a "task" field');
  return {
    owner: printable(event.task),
    ofModel: event.model_event === true,
    allowLocked: event.allow_locked === true,
    at: timestamp(event.timestamp) ?? now,
    worker: text(event, 'worker', worker),
  };
}

function metricEvent(event: Fields, defaults: EventDefaults): MetricEvent {
  const { owner, ofModel, allowLocked, at, worker } = common(event, defaults);
  const metric = text(event, 'metric', '');
  return { owner, ofModel, allowLocked, at, worker, metric, variant: text(event, 'variant', ''), iter: iteration(event.iter) };
}

function imageOf(event: Fields): { key: string; url: string } {
  const url = anyText(event.url, 'url');
  const key = typeof event.key === 'string' ? printable(event.key) : url;
  if (url.length > LONGEST_URL || key.length > LONGEST_URL) throw new EventError(`url: longer than ${LONGEST_URL} characters`);
  return { url, key };
}

function timestamp(value: unknown): number | undefined {
  if (typeof value !== 'number') return undefined;
  return Math.min(Math.max(Math.round(value), 0), LATEST);
}

function iteration(value: unknown): number {
  const iter = Math.trunc(Number(value ?? 0));
  if (Number.isSafeInteger(iter) && iter >= SINGLE_VALUE) return iter;
  throw new EventError('iter: not an integer');
}

function number(value: unknown, field: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && NO_NUMBERS.has(value)) return Number(value);
  throw new EventError(`${field}: not a number`);
}

function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) throw new EventError('values: not a list of numbers');
  return value.map((each) => number(each, 'values'));
}

/** A name: absent means `fallback`. */
function text(event: Fields, field: string, fallback: string): string {
  const value = event[field] ?? fallback;
  if (typeof value !== 'string') throw new EventError(`${field}: not a text`);
  if (value.length > LONGEST_NAME) throw new EventError(`${field}: longer than ${LONGEST_NAME} characters`);
  return printable(value);
}

function anyText(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new EventError(`${field}: not a text`);
  return printable(value);
}

/** Zero bytes, which Postgres cannot store, become the sign for what cannot be shown. */
const printable = (value: string): string => (value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value);
