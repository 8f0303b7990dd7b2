import { connect, type ServerOptions } from '../connect.ts';
import { report } from '../output.ts';
import { findQueue } from './find.ts';
import { MOVES, type Move } from './moves.ts';

/** Prints the id of the new queue. */
export async function createQueue(name: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const queue = await client.call<{ id: string }>('queues.create', { name }, { idempotent: false });
  report(options, queue, queue.id);
}

export async function renameQueue(reference: string, name: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const { id } = await findQueue(client, reference);
  report(options, await client.call('queues.update', { queue: id, name }), `${reference} is now ${name}`);
}

export async function deleteQueue(reference: string, options: ServerOptions & { force?: boolean }): Promise<void> {
  const client = await connect(options);
  const { id } = await findQueue(client, reference);
  report(options, await client.call('queues.delete', { queue: id, force: options.force ?? false }), `${reference} is deleted`);
}

export async function moveTask(
  reference: string,
  task: string,
  where: Move,
  options: ServerOptions & { count: number },
): Promise<void> {
  const client = await connect(options);
  const { id } = await findQueue(client, reference);
  const count = where === 'forward' || where === 'backward' ? { count: options.count } : {};
  const answer = await client.call<{ position: number }>(MOVES[where], { queue: id, task, ...count }, { idempotent: false });
  report(options, answer, `place ${answer.position + 1}`);
}

/** Moves a waiting task to the end of another queue. */
export async function transferTask(task: string, reference: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const { id, name } = await findQueue(client, reference);
  const answer = await client.request('PUT', `/api/tasks/${encodeURIComponent(task)}/queue`, { queue: id });
  report(options, answer, `${task} waits in the queue ${name}`);
}
