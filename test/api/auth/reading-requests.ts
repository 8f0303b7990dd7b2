import { encodeScroll } from '../../../api/clearml/services/events/scroll.ts';
import type { SomethingToRead } from './something-to-read.ts';

type Request = Record<string, unknown>;

/** What an endpoint or route that reads is asked for so that it answers with something. `path` has the parameters filled in. */
export function requestFor(action: string, path: string, known: SomethingToRead): { path: string; body: Request } {
  const filled = path.replaceAll(/:\w+/g, (parameter) => parameterOf(parameter, path, known));
  return { path: `${filled}${QUERIES[action] ?? ''}`, body: BODIES[action]?.(known) ?? fieldsOf(known) };
}

/** Fields that mean the same everywhere; an endpoint drops those that it does not know. */
const fieldsOf = ({ task, project, model, queue, worker, user }: SomethingToRead): Request => ({
  ...{ task, tasks: [task], project, model, queue, worker, user },
  ...{ from_date: 0, to_date: 100, interval: 10, items: [{ key: 'cpu_usage' }] },
  ...{ section: 'Args', name: 'x', key: 'k', preferences: {}, token: 'none' },
  ...{ metric: 'vector', variant: 'v', metrics: [{ task, metric: 'plot' }] },
});

const BODIES: Record<string, (known: SomethingToRead) => Request> = {
  ...Object.fromEntries(
    ['tasks', 'projects', 'models', 'queues', 'users'].flatMap((service) =>
      ['get_all', 'get_all_ex'].map((verb) => [`${service}.${verb}`, () => ({ search_hidden: true })]),
    ),
  ),
  'tasks.get_by_id_ex': ({ task }) => ({ id: [task] }),
  'projects.get_hyperparam_values': ({ project }) => ({ projects: [project], section: 'Args', name: 'x' }),
  'events.debug_images': ({ task }) => ({ metrics: [{ task, metric: 'image' }] }),
  'events.scalar_metrics_iter_raw': ({ task }) => ({ task, metric: { metric: 'loss' } }),
  'events.get_scalar_metric_data': ({ task }) => ({ task, metric: 'loss' }),
  'events.scalar_metrics_iter_histogram': ({ task }) => ({ task }),
  'events.multi_task_scalar_metrics_iter_histogram': ({ task }) => ({ tasks: [task] }),
  'events.get_debug_image_sample': ({ task }) => ({ task, metric: 'image', variant: 'v' }),
  'events.next_debug_image_sample': ({ task }) => ({ task, scroll_id: scrollAt('image') }),
  'events.get_plot_sample': ({ task }) => ({ task, metric: 'plot' }),
  'events.next_plot_sample': ({ task }) => ({ task, scroll_id: scrollAt('plot') }),
  'events.clear_scroll': () => ({ scroll_id: 'any' }),
};

const scrollAt = (metric: string): string => encodeScroll({ metric, variant: 'v', iter: 1, sameMetric: true });

const QUERIES: Record<string, string> = {
  'GET /api/live': '?topics=tasks',
  'GET /api/tasks/:id/plots/one': '?metric=plot&variant=v&iter=1',
};

function parameterOf(parameter: string, path: string, known: SomethingToRead): string {
  if (parameter === ':id') {
    const kind = path.split('/')[2];
    if (kind === 'pipelines') return known.project;
    return { tasks: known.task, queues: known.queue, workers: known.worker, sweeps: known.sweep, autoscalers: known.scaler }[
      kind ?? ''
    ]!;
  }
  return { ':run': known.run, ':node': 'make', ':machine': known.machine }[parameter]!;
}
