import { queryKeys, type TaskPart } from '../api/query-keys.ts';
import type { LiveEvent } from '../api/types.ts';

type Key = readonly unknown[];

const RECORD_PARTS: TaskPart[] = ['record', 'models', 'attempts', 'history'];

/** The cached answers that an event makes stale. Console lines are not cached here: the console follows its own cursor. */
export function staleKeys({ topic, id = '' }: LiveEvent): Key[] {
  switch (topic) {
    case 'tasks':
      // the state of a sweep is that of its controller, which is a task
      return [queryKeys.taskPages, queryKeys.projects, queryKeys.sweeps];
    case 'task':
      return [...RECORD_PARTS.map((part) => queryKeys.taskPart(id, part)), queryKeys.comparedAll, queryKeys.sweep(id)];
    case 'scalars':
      return [queryKeys.taskPart(id, 'scalars'), queryKeys.taskPart(id, 'single-values')];
    case 'plots':
      return [queryKeys.taskPart(id, 'plots')];
    case 'images':
      return [queryKeys.taskPart(id, 'debug-samples')];
    case 'queues':
      // autoscalers show what waits in their queues, and whether the agents of their machines have tasks
      return [queryKeys.queues, queryKeys.autoscalers];
    case 'sweeps':
      return [queryKeys.sweeps];
    case 'sweep':
      return [queryKeys.sweep(id)];
    case 'workers':
      return [queryKeys.workers, queryKeys.autoscalers];
    case 'autoscalers':
      return [queryKeys.autoscalerList];
    case 'autoscaler':
      return [queryKeys.autoscalerNow(id), queryKeys.autoscalerPast(id)];
    case 'pipelines':
      return [queryKeys.pipelines];
    case 'pipeline':
      return [queryKeys.pipelineRun(id)];
    default:
      return [];
  }
}

/** The cached answers under a topic that was just subscribed, such as `tasks` or `task:<id>`. */
export function keysOfTopic(topic: string): Key[] {
  const [kind, id] = topic.split(':');
  if (kind === 'task' && id) return [queryKeys.task(id)];
  return staleKeys({ topic: kind as LiveEvent['topic'], ...(id ? { id } : {}) });
}
