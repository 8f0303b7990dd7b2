import { requestJson } from './http.ts';
import { rpc } from './rpc.ts';
import type { Queue, QueueMetricPoint } from './types.ts';

export const fetchQueues = async (signal?: AbortSignal): Promise<Queue[]> =>
  (await requestJson<{ queues: Queue[] }>('/api/queues', { signal })).queues;

export const fetchQueueMetrics = async (id: string, hours: number, signal?: AbortSignal): Promise<QueueMetricPoint[]> =>
  (await requestJson<{ points: QueueMetricPoint[] }>(`/api/queues/${encodeURIComponent(id)}/metrics?hours=${hours}`, { signal }))
    .points;

export const createQueue = (name: string): Promise<{ id: string }> => rpc('queues.create', { name });
export const renameQueue = (queue: string, name: string): Promise<unknown> => rpc('queues.update', { queue, name });
/** Deletes a queue; with `force` also one that still holds tasks, which become Draft again. */
export const deleteQueue = (queue: string, force: boolean): Promise<unknown> => rpc('queues.delete', { queue, force });
export const clearQueue = (queue: string): Promise<unknown> => rpc('queues.clear_queue', { queue });

/** Moves the entry of `task` by `places`: negative is towards the front. */
export function moveEntry(queue: string, task: string, places: number): Promise<unknown> {
  if (places < 0) return rpc('queues.move_task_forward', { queue, task, count: -places });
  return rpc('queues.move_task_backward', { queue, task, count: places });
}
export const moveEntryToFront = (queue: string, task: string): Promise<unknown> =>
  rpc('queues.move_task_to_front', { queue, task });
export const moveEntryToBack = (queue: string, task: string): Promise<unknown> =>
  rpc('queues.move_task_to_back', { queue, task });

/** Moves a waiting task to the end of another queue. */
export const moveToQueue = (task: string, queue: string): Promise<unknown> =>
  requestJson(`/api/tasks/${encodeURIComponent(task)}/queue`, { method: 'PUT', body: { queue } });
