import assert from 'node:assert/strict';
import { sampleQueues } from '../../../activities/db/queues/samples.ts';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createQueue, createTask } from '../../support/records.ts';

describe('the queues of the web UI', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const queueNamed = async (name: string) =>
    (await server.request('GET', '/api/queues')).body.queues.find((queue: any) => queue.name === name);
  async function fill(queue: string, count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < count; i++) {
      const task = await createTask(server.api.db, { name: `task-${i}` });
      await enqueue(server.api.db, { task, queue, actor: 'user:u' });
      ids.push(task);
    }
    return ids;
  }

  it('are listed by name with their entries in order, the next one, and the workers that are online', async () => {
    const queue = await createQueue(server.api.db, 'busy');
    const [first, second, third] = await fill(queue, 3);
    await server.api.db.em.fork().execute('update queue_entries set position = -5 where task = ?', [third!]);
    await server.request('POST', '/api/agents/register', agentRequest('w:0', { queues: ['busy'] }));
    const { body } = await server.request('GET', '/api/queues');
    assert.deepEqual(
      body.queues.map(({ name }: any) => name),
      ['busy', 'default', 'services'],
    );
    const view = body.queues[0];
    assert.deepEqual(
      view.entries.map(({ task, position }: any) => [task.id, position]),
      [
        [third, 0],
        [first, 1],
        [second, 2],
      ],
    );
    assert.deepEqual(view.next, { id: third, name: 'task-2' });
    assert.deepEqual(view.entries[0].task.project, { id: 'p', name: '' });
    assert.ok(Date.parse(view.entries[0].added));
    assert.deepEqual([view.count, view.workers], [3, [{ id: 'w:0' }]]);
    server.advance(46);
    assert.deepEqual((await queueNamed('busy')).workers, []);
    assert.deepEqual((await queueNamed('services')).entries, []);
  });

  it('list five hundred entries of a long queue and count the rest', async () => {
    const queue = await createQueue(server.api.db, 'long');
    const em = server.api.db.em.fork();
    await em.execute(
      `insert into tasks (id, name, project, user_id, created, last_update, last_change, status_changed)
       select 'long-' || i, 't', 'p', 'u', now(), now(), now(), now() from generate_series(1, 600) i`,
    );
    await em.execute(
      `insert into queue_entries (task, queue, position, added) select 'long-' || i, ?, i, now() from generate_series(1, 600) i`,
      [queue],
    );
    const view = await queueNamed('long');
    assert.deepEqual([view.entries.length, view.count, view.entries[499].task.id], [500, 600, 'long-500']);
  });

  it('have graphs of how many tasks waited and for how long', async () => {
    const queue = await createQueue(server.api.db, `drawn ${Date.now()}`);
    await fill(queue, 2);
    await server.api.db.em.fork().execute(`update queue_entries set added = now() - interval '60 s' where queue = ?`, [queue]);
    await sampleQueues(server.api.db.em.fork());
    const { body } = await server.request('GET', `/api/queues/${queue}/metrics?hours=24`);
    const point = body.points.at(-1);
    assert.equal(point.waiting, 2);
    assert.ok(point.averageWaitSeconds >= 60 && point.averageWaitSeconds < 90, String(point.averageWaitSeconds));
    assert.ok(Math.abs(Date.now() - point.at) < 600_000, String(point.at));
    assert.equal((await server.request('GET', `/api/queues/${queue}/metrics?hours=0`)).status, 400);
  });

  it('have at most 300 points in a graph, which keep the highest peaks', async () => {
    const queue = await createQueue(server.api.db, 'month');
    await server.api.db.em.fork().execute(
      `insert into queue_samples (queue, at, waiting, average_wait)
       select ?, now() - i * interval '15 s', case when i = 3000 then 77 else 1 end, 0 from generate_series(1, 10000) i`,
      [queue],
    );
    const { body } = await server.request('GET', `/api/queues/${queue}/metrics?hours=24`);
    assert.ok(body.points.length <= 301 && body.points.length > 250, String(body.points.length));
    assert.equal(Math.max(...body.points.map(({ waiting }: any) => waiting)), 77);
  });
});
