import { Readable } from 'node:stream';
import { z } from 'zod';
import { parseCursor } from '../../../activities/db/events/console-cursor.ts';
import { readConsole } from '../../../activities/db/events/read-console.ts';
import { requireOwners } from '../../../activities/db/events/require-owners.ts';
import { streamConsole } from '../../../activities/db/events/stream-console.ts';
import { defineRoute } from '../route.ts';

const MOST_LINES = 10_000;
const LARGEST_ATTEMPT = 2 ** 31 - 1;

const params = z.object({ id: z.string() });
const attempt = z.coerce.number().int().positive().max(LARGEST_ATTEMPT).optional().describe('Only what belongs to this attempt');

const cursor = z
  .string()
  .transform((text, context) => {
    const parsed = parseCursor(text);
    if (!parsed) context.addIssue({ code: 'custom', message: 'not a cursor that a page of this console has named' });
    return parsed;
  })
  .optional();

const line = z.object({
  id: z.string(),
  timestamp: z.number(),
  level: z.string(),
  text: z.string(),
  attempt: z.int().nullable(),
});

const page = defineRoute({
  method: 'get',
  path: '/tasks/:id/console',
  needs: 'read',
  summary: 'A page of console lines: after or before a cursor, the newest ones without',
  params,
  query: z.object({
    after: cursor,
    before: cursor,
    limit: z.coerce.number().int().min(1).max(MOST_LINES).default(1000),
    attempt,
  }),
  response: z.object({
    lines: z.array(line),
    open: line.nullable().describe('The line that is being written; it comes among the lines when it is finished'),
    nextCursor: z.string(),
    previousCursor: z.string().nullable(),
    total: z.int(),
  }),
  async handle({ api, params: { id: task }, query }) {
    await requireOwners(api.db.em.fork(), [task]);
    return readConsole(api.db, { task, ...query });
  },
});

const download = defineRoute({
  method: 'get',
  path: '/tasks/:id/console.txt',
  needs: 'read',
  summary: 'The whole console as text',
  params,
  query: z.object({ attempt }),
  async handle({ api, params: { id: task }, query, ctx }) {
    const em = api.db.em.fork();
    await requireOwners(em, [task]);
    ctx.attachment(`console-${task}${query.attempt ? `-${query.attempt}` : ''}.txt`);
    ctx.type = 'text/plain; charset=utf-8';
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.body = Readable.from(streamConsole(em, { task, ...query }), { objectMode: false, highWaterMark: 65_536 });
  },
});

export const consoleRoutes = [page, download];
