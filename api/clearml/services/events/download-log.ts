import { Readable } from 'node:stream';
import { z } from 'zod';
import { readLogPage } from '../../../../activities/db/events/read-log.ts';
import { requireOwners } from '../../../../activities/db/events/require-owners.ts';
import type { Em } from '../../../../activities/db/orm.ts';
import { Download, defineEndpoint } from '../../endpoint.ts';
import { logDocument } from './documents.ts';

const STEP = 1000;

const download = defineEndpoint({
  name: 'events.download_task_log',
  needs: 'read',
  summary: 'The whole console output as a file: text, or a list of events',
  request: z.object({
    task: z.string(),
    line_type: z
      .enum(['json', 'text'])
      .nullish()
      .transform((type) => type ?? 'text'),
    line_format: z
      .string()
      .nullish()
      .transform((format) => format ?? '{asctime} {worker} {level} {msg}')
      .describe('Of text: fields of an event in braces, and {asctime}'),
  }),
  async handle({ api }, { task, line_type, line_format }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    const events = readEvents(em, task);
    const pieces = line_type === 'json' ? asJson(events) : asText(events, line_format);
    const type = line_type === 'json' ? 'application/json' : 'text/plain; charset=utf-8';
    const fileName = `task_${task}.${line_type === 'json' ? 'json' : 'log'}`;
    return new Download({ fileName, type, content: Readable.from(pieces, { objectMode: false }) });
  },
});

type LogDocument = ReturnType<typeof logDocument>;

/** All messages in the order of their time, some at a time. */
async function* readEvents(em: Em, task: string): AsyncGenerator<LogDocument[]> {
  let after: [number, number] | null = null;
  for (;;) {
    const page = await readLogPage(em, { task, limit: STEP, after });
    const last = page.at(-1);
    if (!last) return;
    after = [last.at, last.id];
    yield page.map((message) => logDocument(message, task));
  }
}

async function* asJson(pages: AsyncGenerator<LogDocument[]>): AsyncGenerator<string> {
  let before = '[';
  for await (const page of pages) {
    yield `${before}${page.map((event) => JSON.stringify(event)).join(',\n')}`;
    before = ',\n';
  }
  yield before === '[' ? '[]\n' : ']\n';
}

async function* asText(pages: AsyncGenerator<LogDocument[]>, format: string): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((event) => `${textOf(event, format)}\n`).join('');
}

function textOf(event: LogDocument, format: string): string {
  const fields: Record<string, unknown> = { ...event, asctime: event['@timestamp'] };
  return format.replaceAll(/\{(\w+)\}/g, (field, name: string) => (Object.hasOwn(fields, name) ? String(fields[name]) : field));
}

export const downloadEndpoints = [download];
