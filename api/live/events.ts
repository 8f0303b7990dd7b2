/** What a client may subscribe to; a task's own topic is `task:<id>`, and so for `sweep`, `pipeline` (by its run) and `autoscaler`. */
export const TOPICS = ['tasks', 'queues', 'workers', 'sweeps', 'pipelines', 'autoscalers'] as const;

/** What a client is told: look at this again. Without `id`: at more than one of them. */
export interface LiveEvent {
  topic: (typeof TOPICS)[number] | 'task' | 'sweep' | 'pipeline' | 'autoscaler' | 'console' | 'scalars' | 'plots' | 'images';
  id?: string;
}

/** Messages were lost: look at everything again. */
export const RESET = { topic: 'reset' } as const;

export interface Delivery {
  /** The topic that clients subscribe to. */
  topic: string;
  event: LiveEvent;
}

/** Who is told what when Postgres says that a record changed. */
export function deliveriesOf(payload: string): Delivery[] {
  const { topic, id } = JSON.parse(payload) as { topic: string; id: string };
  switch (topic) {
    case 'task':
      return [
        { topic: 'tasks', event: { topic: 'tasks', id } },
        { topic: `task:${id}`, event: { topic, id } },
      ];
    case 'sweep':
      return [
        { topic: 'sweeps', event: { topic: 'sweeps', id } },
        { topic: `sweep:${id}`, event: { topic, id } },
      ];
    case 'pipeline':
      return [
        { topic: 'pipelines', event: { topic: 'pipelines', id } },
        { topic: `pipeline:${id}`, event: { topic, id } },
      ];
    case 'autoscaler':
      return [
        { topic: 'autoscalers', event: { topic: 'autoscalers', id } },
        { topic: `autoscaler:${id}`, event: { topic, id } },
      ];
    case 'queue':
      return [{ topic: 'queues', event: { topic: 'queues', id } }];
    case 'worker':
      return [{ topic: 'workers', event: { topic: 'workers', id } }];
    case 'console':
    case 'scalars':
    case 'plots':
    case 'images':
      return [{ topic: `task:${id}`, event: { topic, id } }];
    default:
      return [];
  }
}
