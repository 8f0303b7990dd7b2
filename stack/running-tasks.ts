import type { HttpClient } from '../sdk/http-client.ts';
import type { DataFolder } from './data-folder.ts';
import { localClient } from './local-client.ts';
import { poll } from './poll.ts';
import { readState } from './state-file.ts';

/** Says that running tasks outlive the stack; empty when none runs, or when the server does not say. */
export async function runningTasksNote(folder: DataFolder): Promise<string> {
  const running = await runningTasks(folder).catch(() => []);
  if (running.length === 0) return '';
  return running.length === 1
    ? 'one task is running: it goes on, and its agent finds it again at the next start'
    : `${running.length} tasks are running: they go on, and their agents find them again at the next start`;
}

const ABORT_MS = 60_000;

/** Aborts every running task and waits until all have ended. Gives how many there were. */
export async function abortRunningTasks(folder: DataFolder): Promise<number> {
  const running = await runningTasks(folder);
  const client = await clientOf(folder);
  for (const task of running) await client?.call('tasks.stop', { task, status_message: 'the installation is stopped' });
  if (await poll(async () => (await runningTasks(folder)).length === 0, { deadlineMs: ABORT_MS, intervalMs: 500 }))
    return running.length;
  throw new Error(
    `tasks still run ${ABORT_MS / 1000} s after they were told to stop: ${(await runningTasks(folder)).join(', ')}`,
  );
}

async function runningTasks(folder: DataFolder): Promise<string[]> {
  const client = await clientOf(folder);
  const query = { status: ['in_progress'], only_fields: ['id'], page: 0, page_size: 500 };
  const answer = await client?.call<{ tasks: { id: string }[] }>('tasks.get_all', query, { attempts: 1, timeoutMs: 2_000 });
  return answer?.tasks.map(({ id }) => id) ?? [];
}

async function clientOf(folder: DataFolder): Promise<HttpClient | undefined> {
  const state = readState(folder);
  return state && localClient(state, folder);
}
