import assert from 'node:assert/strict';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import { finishAttempt } from '../../../activities/db/tasks/finish-attempt.ts';
import { mergeStage } from '../../../activities/db/tasks/report-stage.ts';
import type { RunSpec } from '../../../workflows/contracts/agent-api.ts';
import type { OutboxMessage } from '../../../workflows/contracts/outbox.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createTask, viewAttempts, viewTask } from '../../support/records.ts';

const WORKER = 'host:0';

const AGENT = agentRequest(WORKER);

describe('the routes of a run', () => {
  let server: TestApi;
  let queueId: string;
  let userId: string;
  before(async () => {
    server = await startTestApi();
    const em = server.api.db.em.fork();
    queueId = (await em.execute<{ id: string }[]>(`select id from queues where name = 'default'`))[0]!.id;
    userId = (await em.execute<{ id: string }[]>(`select id from users where username = 'admin'`))[0]!.id;
    await server.request('POST', '/api/agents/register', AGENT);
  });
  after(() => server.release());
  afterEach(() => server.api.db.em.fork().execute('delete from queue_entries'));

  async function startRun(fields: { script?: Record<string, unknown>; set?: string; actor?: string } = {}): Promise<string> {
    const task = await createTask(server.api.db, { user: userId, script: fields.script ?? {} });
    if (fields.set) await server.api.db.em.fork().execute(`update tasks set ${fields.set} where id = ?`, [task]);
    await enqueue(server.api.db, { task, queue: queueId, actor: fields.actor ?? `user:${userId}` });
    const { body } = await server.request('POST', `/api/agents/${WORKER}/claim`, { instance: 'i', queues: [queueId] });
    assert.equal(body.claim.run.taskId, task);
    return task;
  }

  const withToken = (token: string) => async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const specOf = async (task: string): Promise<RunSpec> => (await server.request('GET', `/api/runs/${task}/1`)).body;

  describe('read', () => {
    it("answers the task's record, filled up, with the stages that it needs", async () => {
      const task = await startRun({
        script: { repository: 'https://git/x', diff: 'd', entry_point: 'a.py', requirements: { pip: 'numpy' } },
        set: `hyperparams = '{"Environment": {"A/B": {"section": "Environment", "name": "A/B", "value": "1"}}}'`,
      });
      const spec = await specOf(task);
      assert.deepEqual(spec.run, { taskId: task, attempt: 1 });
      assert.deepEqual(spec.queue, { id: queueId, name: 'default' });
      assert.deepEqual(spec.stages, ['clone', 'diff', 'environment', 'install', 'execute', 'cleanUp']);
      assert.equal(spec.script.binary, '');
      assert.deepEqual(spec.script.requirements, { pip: 'numpy' });
      assert.deepEqual(spec.container, { image: '', arguments: '', setup_shell_script: '' });
      assert.deepEqual(spec.environment, { 'A/B': '1' });
      assert.deepEqual(spec.urls, server.api.options.urls);
    });

    it('has the stage of its container when the agent runs tasks in containers', async () => {
      const register = (dockerImage: string | null) => server.request('POST', '/api/agents/register', { ...AGENT, dockerImage });
      await register('python:3.12-slim');
      const task = await startRun();
      const planned = ['container', 'environment', 'install', 'execute', 'cleanUp'];
      assert.deepEqual((await specOf(task)).stages, planned);
      const [attempt] = (await server.request('GET', `/api/tasks/${task}/attempts`)).body.attempts;
      assert.deepEqual(
        attempt.stages.map(({ stage }: any) => stage),
        planned,
      );
      const told = await server.api.db.em.fork().execute<{ message: OutboxMessage }[]>('select message from outbox');
      const claimed = told
        .map(({ message }) => message)
        .find((message) => 'run' in message && message.run.taskId === task && message.kind === 'claimed');
      assert.deepEqual(claimed, {
        ...claimed,
        signal: { kind: 'agent', worker: WORKER, agentTaskQueue: `agent-${WORKER}`, stages: planned },
      });
      await register(null);
    });

    it('is refused once the attempt has ended', async () => {
      const task = await startRun();
      const run = { taskId: task, attempt: 1 };
      await finishAttempt(server.api.db, { run, end: { kind: 'stopped', reason: 'test' } });
      const { status, body } = await server.request('GET', `/api/runs/${task}/1`);
      assert.deepEqual([status, body.error.code], [409, 'runSuperseded']);
    });

    it('is refused to other users than the one of the worker', async () => {
      const task = await startRun();
      await server.api.db.em.fork().execute(`update workers set user_id = 'somebody' where id = ?`, [WORKER]);
      const { status } = await server.request('GET', `/api/runs/${task}/1`);
      await server.api.db.em.fork().execute('update workers set user_id = ? where id = ?', [userId, WORKER]);
      assert.equal(status, 403);
    });

    it('names an attempt that does not exist', async () => {
      const { status, body } = await server.request('GET', '/api/runs/nothing/3');
      assert.deepEqual([status, body.error.message], [404, 'task nothing has no attempt 3']);
    });
  });

  describe('the token of a run', () => {
    it('speaks for its run as the user who put it into the queue', async () => {
      await server.api.db.em
        .fork()
        .execute(`insert into users (id, username, name, created) values ('bob', 'bob', 'Bob', now()) on conflict do nothing`);
      const task = await startRun({ actor: 'user:bob' });
      const { token } = await specOf(task);
      assert.deepEqual(await server.api.tokens.verify(token), { userId: 'bob', epoch: 0, run: { taskId: task, attempt: 1 } });
      const { status } = await withToken(token)('POST', `/api/runs/${task}/1/stages`, {
        stage: 'execute',
        state: 'started',
        at: 1,
      });
      assert.equal(status, 200);
    });

    it('is as its maker when a run put the task into the queue', async () => {
      const task = await startRun({ actor: 'run:parent-1' });
      assert.equal((await server.api.tokens.verify((await specOf(task)).token))?.userId, userId);
    });

    it('speaks for no other run, claims nothing and registers no agent', async () => {
      const task = await startRun();
      const other = await startRun();
      const call = withToken((await specOf(task)).token);
      assert.equal((await call('GET', `/api/runs/${other}/1`)).status, 403);
      assert.equal((await call('POST', `/api/agents/${WORKER}/claim`, { instance: 'i', queues: [queueId] })).status, 403);
    });

    it('ends when another attempt takes its place', async () => {
      const task = await startRun();
      const call = withToken((await specOf(task)).token);
      await server.request('POST', `/api/runs/${task}/1/release`, {});
      assert.equal((await call('GET', `/api/runs/${task}/1`)).status, 401);
    });

    it("outlives the end of its user's sessions", async () => {
      const task = await startRun();
      const call = withToken((await specOf(task)).token);
      await server.api.db.em.fork().execute('update users set token_epoch = token_epoch + 1');
      assert.equal((await call('GET', `/api/runs/${task}/1`)).status, 200);
    });
  });

  describe('console', () => {
    it('answers the first byte that is not stored', async () => {
      const task = await startRun();
      const send = (offset: number, text: string) =>
        server.request('POST', `/api/runs/${task}/1/console`, { offset, text, timestamp: 1 });
      assert.deepEqual((await send(0, 'é\n')).body, { next: 3 });
      assert.deepEqual((await send(0, 'é\n')).body, { next: 3 });
      assert.deepEqual((await send(9, 'later')).body, { next: 3 });
    });

    it('is refused from a superseded attempt', async () => {
      const task = await startRun();
      await server.request('POST', `/api/runs/${task}/1/release`, {});
      const { status } = await server.request('POST', `/api/runs/${task}/1/console`, { offset: 0, text: 'x', timestamp: 1 });
      assert.equal(status, 409);
    });
  });

  describe('stages', () => {
    it('are kept with the attempt, each once', async () => {
      const task = await startRun();
      const report = (state: string, at: number, detail?: string) =>
        server.request('POST', `/api/runs/${task}/1/stages`, { stage: 'clone', state, at, detail });
      await report('started', 1000);
      await report('completed', 3000, 'cache hit');
      await report('completed', 3000, 'cache hit');
      const [attempt] = await server.api.db.em
        .fork()
        .execute<{ stages: unknown }[]>('select stages from attempts where task = ?', [task]);
      assert.deepEqual(attempt!.stages, [
        { stage: 'clone', state: 'completed', startedAt: 1000, endedAt: 3000, detail: 'cache hit' },
      ]);
    });

    it('ignore a report that comes after a later one', () => {
      const done = [{ stage: 'clone', state: 'completed', startedAt: 1, endedAt: 5 }] as const;
      assert.deepEqual(mergeStage([...done], { stage: 'clone', state: 'started', at: 1 }), done);
      assert.deepEqual(mergeStage([...done], { stage: 'clone', state: 'started', at: 5 }), done);
    });

    it('start anew when they are tried again, and go on when they are only said again to have started', () => {
      const failed = [{ stage: 'clone' as const, state: 'failed' as const, startedAt: 1, endedAt: 5 }];
      assert.deepEqual(mergeStage(failed, { stage: 'clone', state: 'started', at: 9 }), [
        { stage: 'clone', state: 'started', startedAt: 9 },
      ]);
      const running = [{ stage: 'execute' as const, state: 'started' as const, startedAt: 1 }];
      assert.deepEqual(mergeStage(running, { stage: 'execute', state: 'started', at: 9 }), running);
    });
  });

  it('fails with what its process wrote last as the message, which came with the report of the stage', async () => {
    const task = await startRun();
    const lastLines = 'Traceback:\nValueError: x1';
    const report = { stage: 'execute', state: 'completed', at: 2000, detail: 'exit code 1', lastLines };
    assert.equal((await server.request('POST', `/api/runs/${task}/1/stages`, report)).status, 200);
    const end = { kind: 'executed', outcome: { kind: 'exited', exitCode: 1, diskFull: true } } as const;
    await finishAttempt(server.api.db, { run: { taskId: task, attempt: 1 }, end });
    const { status, status_reason, status_message } = await viewTask(server.api.db, task);
    assert.deepEqual(
      { status, status_reason, status_message },
      { status: 'failed', status_reason: 'exit code 1: no space was left on the disk', status_message: lastLines },
    );
  });

  it('refuses numbers that nothing can hold', async () => {
    const task = await startRun();
    const post = (path: string, body: object) => server.request('POST', `/api/runs/${task}/${path}`, body);
    const answers = [
      await server.request('GET', `/api/runs/${task}/99999999999`),
      await post('1/stages', { stage: 'clone', state: 'started', at: 9e15 }),
      await post('1/console', { offset: 0, text: 'x', timestamp: 1e300 }),
      await post('1/console', { offset: 1e300, text: 'x', timestamp: 1 }),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.error.field]),
      [
        [400, 'attempt'],
        [400, 'at'],
        [400, 'timestamp'],
        [400, 'offset'],
      ],
    );
  });

  it('writes the installed packages beside the asked ones, which are kept once', async () => {
    const task = await startRun({ script: { requirements: { pip: 'numpy', conda: 'x' }, binary: 'python3' } });
    const put = (pip: string[]) => server.request('PUT', `/api/runs/${task}/1/requirements`, { pip });
    await put(['numpy==1.0']);
    await put(['numpy==1.1', 'six==1.0']);
    const [row] = await server.api.db.em.fork().execute<{ script: unknown }[]>('select script from tasks where id = ?', [task]);
    assert.deepEqual(row!.script, {
      binary: 'python3',
      requirements: { pip: ['numpy==1.1', 'six==1.0'], org_pip: 'numpy', conda: 'x' },
    });
  });

  it('goes back to the head of its queue when it is released', async () => {
    const task = await startRun();
    assert.equal((await server.request('POST', `/api/runs/${task}/1/release`, { reason: 'no slot' })).status, 200);
    const { status, status_reason } = await viewTask(server.api.db, task);
    assert.deepEqual([status, status_reason], ['queued', 'no slot']);
    assert.deepEqual(
      (await viewAttempts(server.api.db, task)).map(({ number, state }) => [number, state]),
      [
        [1, 'released'],
        [2, 'waiting'],
      ],
    );
  });
});
