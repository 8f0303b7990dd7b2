import type { DataFolder } from './data-folder.ts';
import { localClient } from './local-client.ts';
import { readState } from './state-file.ts';

/** Says that running tasks outlive the stack; empty when none runs, or when the server does not say. */
export async function runningTasksNote(folder: DataFolder): Promise<string> {
  const running = await countRunningTasks(folder).catch(() => 0);
  if (running === 0) return '';
  return running === 1
    ? 'one task is running: it goes on, and its agent finds it again at the next start'
    : `${running} tasks are running: they go on, and their agents find them again at the next start`;
}

async function countRunningTasks(folder: DataFolder): Promise<number> {
  const state = readState(folder);
  if (!state) return 0;
  const client = await localClient(state, folder);
  const query = { status: ['in_progress'], only_fields: ['id'], page: 0, page_size: 500 };
  const { tasks } = await client.call<{ tasks: unknown[] }>('tasks.get_all', query, { attempts: 1, timeoutMs: 2_000 });
  return tasks.length;
}
