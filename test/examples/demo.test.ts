import assert from 'node:assert/strict';
import { fillInstallation } from '../../examples/demo/fill-installation.ts';
import { createClient } from '../../sdk/http-client.ts';
import { createProgress } from '../../stack/progress.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';

describe('the demo', () => {
  let api: TestApi;
  const news: string[] = [];
  before(async () => {
    api = await startTestApi();
    await fill();
  });
  after(() => api.release());

  const fill = (signal = new AbortController().signal) =>
    fillInstallation({
      api: createClient({ apiUrl: api.url, ...TEST_CREDENTIALS }),
      progress: createProgress((line) => news.push(line)),
      signal,
      tasks: 7,
      lines: 6_000,
      points: 60_000,
    });
  const tasksWhere = async (filter: object) => (await api.call('tasks.get_all', filter)).data.tasks as any[];

  it('writes tasks in all states', async () => {
    const statuses = (await tasksWhere({ name: '^demo \\d' })).map(({ status }) => status);
    assert.deepEqual([...new Set(statuses)].sort(), ['completed', 'created', 'failed', 'published', 'stopped']);
    assert.equal(statuses.length, 7);
  });

  it('queues some where no agent serves, and one that fails', async () => {
    assert.equal((await tasksWhere({ name: '^waits for an agent', status: ['queued'] })).length, 5);
    assert.equal((await tasksWhere({ name: '^divides by zero$', status: ['queued'] })).length, 1);
  });

  it('starts a pipeline and a sweep', async () => {
    const controllers = await tasksWhere({ type: ['controller', 'optimizer'], search_hidden: true });
    assert.deepEqual(controllers.map(({ name, status }) => [name, status]).sort(), [
      ['diamond', 'in_progress'],
      ['quadratic', 'in_progress'],
    ]);
  });

  it('writes a long console', async () => {
    const [task] = await tasksWhere({ name: '^6000 console lines$' });
    const { data } = await api.call('events.get_task_log', { task: task.id, batch_size: 1, navigate_earlier: true });
    assert.equal(data.total, 6_000);
    assert.match(data.events[0].msg, /^step 6000 of 6000/);
  });

  it('writes long curves in ten series', async () => {
    const [task] = await tasksWhere({ name: '^60000 points$' });
    assert.equal(task.last_iteration, 5_999);
    const { data } = await api.call('events.scalar_metrics_iter_histogram', { task: task.id, samples: 100 });
    assert.equal(Object.keys(data.noise).length, 10);
  });

  it('tells each step, and ends when told', async () => {
    assert.equal(news.filter((line) => line.includes(': done in ')).length, 7);
    await assert.rejects(fill(AbortSignal.abort(new Error('enough'))), /enough/);
  });
});
