/**
 * `npm run bench:api`: the calls that a run makes most, over HTTP with a token, one after the other, on a whole installation.
 * Beside them: what the reference server took on a machine like ours (2 cores), as measured when its answers were recorded.
 */
import { startInstallation } from '../test/support/installation.ts';
import { type Figure, percentile, report } from './report.ts';

const REFERENCE_MS = {
  'tasks.create': 4.7,
  'tasks.get_all, 50 of 1,000': 23.5,
  'queues.get_next_task': 11,
  'tasks.enqueue': 21,
  'events.add_batch, 1,000 scalars': 106,
  'events.scalar_metrics_iter_histogram, 45,000 points': 19,
};
const TASKS = 1000;

const installation = await startInstallation();
try {
  const { client } = installation;
  const { id: project } = await client.call<{ id: string }>('projects.create', { name: 'bench', description: '' });
  const { id: queue } = await client.call<{ id: string }>('queues.create', { name: 'bench' });
  const tasks: string[] = [];
  const times: Record<string, number[]> = {};
  const time = async (what: keyof typeof REFERENCE_MS, repeats: number, call: (index: number) => Promise<unknown>) => {
    times[what] = [];
    for (let index = 0; index < repeats; index += 1) {
      const begin = performance.now();
      await call(index);
      times[what].push(performance.now() - begin);
    }
  };
  await time('tasks.create', TASKS, async (index) => {
    tasks.push((await client.call<{ id: string }>('tasks.create', { name: `bench ${index}`, type: 'training', project })).id);
  });
  await time('tasks.get_all, 50 of 1,000', 200, (index) =>
    client.call('tasks.get_all', {
      project: [project],
      page: index % 20,
      page_size: 50,
      order_by: ['-last_update'],
      only_fields: ['id', 'name', 'status', 'last_metrics'],
    }),
  );
  await time('tasks.enqueue', 300, (index) => client.call('tasks.enqueue', { task: tasks[index], queue }));
  await time('queues.get_next_task', 300, () => client.call('queues.get_next_task', { queue }));
  const owner = tasks.at(-1)!;
  await time('events.add_batch, 1,000 scalars', 45, (index) => sendBatch(owner, index));
  await time('events.scalar_metrics_iter_histogram, 45,000 points', 50, () =>
    client.call('events.scalar_metrics_iter_histogram', { task: owner, key: 'iter', samples: 5000 }),
  );

  async function sendBatch(task: string, batch: number): Promise<void> {
    const lines = Array.from({ length: 1000 }, (_, index) =>
      JSON.stringify({
        type: 'training_stats_scalar',
        task,
        metric: `m${index % 5}`,
        variant: `v${index % 9}`,
        iter: batch * 1000 + index,
        value: Math.sin(index),
        timestamp: Date.now(),
      }),
    );
    await client.fetch('/v2.23/events.add_batch', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json-lines' },
      body: lines.join('\n'),
    });
  }

  const figures = Object.entries(times).flatMap(([what, values]): Figure[] => [
    {
      what: `${what}: median`,
      value: percentile(values, 50),
      unit: 'ms',
      better: 'lower',
      beside: { what: 'reference server', value: REFERENCE_MS[what as keyof typeof REFERENCE_MS] },
    },
    { what: `${what}: p99`, value: percentile(values, 99), unit: 'ms', better: 'lower' },
  ]);
  await report('api', figures);
} finally {
  await installation.release();
}
