import assert from 'node:assert/strict';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { agentRequest } from '../support/agent-request.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { createQueue, createTask } from '../support/records.ts';

describe('the metrics for Prometheus', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const scrape = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}/metrics`, { headers });
    return { status: response.status, text: await response.text(), type: response.headers.get('Content-Type') };
  };

  it('tell how long requests took, by route and not by address', async () => {
    await server.request('GET', '/api/tasks/some-task/history');
    await server.call('auth.get_credentials');
    const { status, text, type } = await scrape();
    assert.equal(status, 200);
    assert.match(type!, /^text\/plain; version=0\.0\.4/);
    assert.match(
      text,
      /perdura_http_request_duration_seconds_count\{method="GET",route="\/api\/tasks\/:id\/history",status="200"\} 1/,
    );
    assert.match(
      text,
      /perdura_http_request_duration_seconds_count\{method="POST",route="auth.get_credentials",status="200"\} 1/,
    );
    assert.ok(!text.includes('some-task'));
  });

  it('tell how many tasks wait in each queue and how many workers are online', async () => {
    const queue = await createQueue(server.api.db, 'measured');
    const task = await createTask(server.api.db);
    await enqueue(server.api.db, { task, queue, actor: 'user:u' });
    await server.request('POST', '/api/agents/register', agentRequest('w:0', { queues: ['measured'] }));
    const { text } = await scrape();
    assert.match(text, /perdura_queue_waiting_tasks\{queue="measured"\} 1/);
    assert.match(text, /perdura_queue_waiting_tasks\{queue="default"\} 0/);
    assert.match(text, /perdura_workers_online\{kind="perdura"\} 1/);
    server.advance(46);
    assert.match((await scrape()).text, /perdura_workers_online\{kind="perdura"\} 0/);
  });

  it('are for this machine, and for others with credentials', async () => {
    const elsewhere = { 'X-Forwarded-For': '203.0.113.7' };
    assert.equal((await scrape(elsewhere)).status, 401);
    const Authorization = `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}`;
    assert.equal((await scrape({ ...elsewhere, Authorization })).status, 200);
    assert.equal((await scrape({ ...elsewhere, Authorization: `Basic ${btoa('a:b')}` })).status, 401);
  });
});
