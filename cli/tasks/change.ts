import { connect, type ServerOptions } from '../connect.ts';
import { report } from '../output.ts';

export async function enqueueTask(id: string, options: ServerOptions & { queue: string }): Promise<void> {
  const client = await connect(options);
  const answer = await client.call('tasks.enqueue', { task: id, queue_name: options.queue });
  report(options, answer, `${id} waits in the queue ${options.queue}`);
}

/** Into the queue where it was, as its next attempt. */
export async function retryTask(id: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const path = `/api/tasks/${encodeURIComponent(id)}/retry`;
  const answer = await client.request('POST', path, {}, { idempotent: false });
  report(options, answer, `${id} waits in its queue again`);
}

export async function abortTask(id: string, options: ServerOptions & { message?: string }): Promise<void> {
  const client = await connect(options);
  const answer = await client.call('tasks.stop', { task: id, ...(options.message && { status_reason: options.message }) });
  report(options, answer, `${id} is told to stop`);
}

export async function resetTask(id: string, options: ServerOptions & { force?: boolean }): Promise<void> {
  const client = await connect(options);
  const answer = await client.call('tasks.reset', { task: id, force: options.force ?? false });
  report(options, answer, `${id} is a draft again`);
}

/** Prints the id of the copy alone, for scripts. */
export async function cloneTask(id: string, options: ServerOptions & { name?: string; queue?: string }): Promise<void> {
  const client = await connect(options);
  const copy = await client.call<{ id: string }>(
    'tasks.clone',
    { task: id, ...(options.name && { new_task_name: options.name }) },
    { idempotent: false },
  );
  if (options.queue) await client.call('tasks.enqueue', { task: copy.id, queue_name: options.queue });
  report(options, copy, copy.id);
}
