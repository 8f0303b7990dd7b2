import type { HttpClient } from '../../sdk/http-client.ts';

export interface TaskFields {
  project: string;
  name: string;
  tags: string[];
  type?: string;
  hyperparams?: object;
  script?: object;
}

export type RecordedTask = TaskFields & {
  /** `created`: a draft, nothing is recorded. */
  end: 'created' | 'completed' | 'failed' | 'stopped' | 'published';
};

export interface Recorder {
  api: HttpClient;
  signal: AbortSignal;
}

export async function createTask(api: HttpClient, { type = 'training', ...fields }: TaskFields): Promise<string> {
  return (await api.call<{ id: string }>('tasks.create', { type, ...fields })).id;
}

/** Writes a task as a process of its own would: started, its events, its end. */
export async function recordTask(
  { api }: Recorder,
  { end, ...fields }: RecordedTask,
  record: (task: string) => Promise<void> = async () => {},
): Promise<void> {
  const task = await createTask(api, fields);
  if (end === 'created') return;
  await api.call('tasks.started', { task });
  await record(task);
  if (end === 'stopped') await api.call('tasks.stopped', { task, status_reason: 'aborted by its user' });
  else if (end === 'failed')
    await api.call('tasks.failed', { task, status_reason: 'exit code 1', status_message: 'loss is not a number' });
  else await api.call('tasks.completed', { task });
  if (end === 'published') await api.call('tasks.publish', { task });
}
