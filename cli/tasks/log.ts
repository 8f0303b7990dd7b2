import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../sdk/http-client.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { liveChanges } from '../live-changes.ts';
import { print } from '../output.ts';
import { LONGEST_PAGE } from './page.ts';

interface LogOptions extends ServerOptions {
  follow?: boolean;
  lines?: number;
}

interface ConsoleLine {
  timestamp: number;
  level: string;
  text: string;
  attempt: number | null;
}

interface ConsolePage {
  lines: ConsoleLine[];
  nextCursor: string;
}

const BEGINNING = '0.0';
/** An agent cleans up, and says so, when the task has ended already. */
const LAST_WORDS_MS = 1_500;

/** Prints the console of a task, one JSON object a line with `--json`; with `--follow` until the task has ended. */
export async function taskLog(task: string, options: LogOptions): Promise<void> {
  const client = await connect(options);
  const show = options.json ? (line: ConsoleLine) => print(JSON.stringify(line)) : (line: ConsoleLine) => print(line.text);
  let cursor = options.lines === undefined ? BEGINNING : await showNewest(client, task, options.lines, show);
  cursor = await showAfter(client, task, cursor, show);
  if (!options.follow) return;
  for await (const _ of liveChanges(client, `task:${task}`)) {
    const ended = await hasEnded(client, task);
    cursor = await showAfter(client, task, cursor, show);
    if (ended) break;
  }
  await sleep(LAST_WORDS_MS);
  await showAfter(client, task, cursor, show);
}

type Show = (line: ConsoleLine) => void;

async function showNewest(client: HttpClient, task: string, count: number, show: Show): Promise<string> {
  const page = await readPage(client, task, { limit: count });
  page.lines.forEach(show);
  return page.nextCursor;
}

/** Shows all that came after a cursor, and gives the cursor behind it. */
async function showAfter(client: HttpClient, task: string, after: string, show: Show): Promise<string> {
  for (let cursor = after; ; ) {
    const page = await readPage(client, task, { after: cursor, limit: LONGEST_PAGE });
    page.lines.forEach(show);
    cursor = page.nextCursor;
    if (page.lines.length === 0) return cursor;
  }
}

const readPage = (client: HttpClient, task: string, query: { after?: string; limit: number }): Promise<ConsolePage> =>
  client.request(
    'GET',
    `/api/tasks/${encodeURIComponent(task)}/console?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`,
  );

async function hasEnded(client: HttpClient, id: string): Promise<boolean> {
  const { task } = await client.call<{ task: { status: string } }>('tasks.get_by_id', { task: id });
  return task.status !== 'queued' && task.status !== 'in_progress';
}
