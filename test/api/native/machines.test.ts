import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { newId } from '../../../activities/db/ids.ts';
import { releaseMachine } from '../../../activities/db/machines/release-machine.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { enqueue } from '../../../activities/db/tasks/enqueue.ts';
import type { JoinResponse } from '../../../workflows/contracts/machine-api.ts';
import { agentRequest } from '../../support/agent-request.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { eventually } from '../../support/eventually.ts';
import { createTask, viewTask } from '../../support/records.ts';
import { type CreatedMachine, createMachine, createScaler } from '../../support/scalers.ts';

const TOKEN = 'a token that nobody has';

describe('machines of autoscalers', () => {
  let server: TestApi;
  let scaler: string;
  before(async () => {
    server = await startTestApi();
    scaler = await createScaler(server.api.db);
  });
  after(() => server.release());

  const rows = <T>(statement: ReturnType<typeof sql>) => query<T>(server.api.db.em.fork(), statement);
  const machineRow = async (id: string) => (await rows<any>(sql`select * from machines where id = ${id}`))[0];
  const wakeUps = async (of: string) =>
    (await rows<{ message: any }>(sql`select message from outbox`)).filter(
      ({ message }) => message.kind === 'wakeScaler' && message.scaler === of,
    ).length;
  const events = (machine: string) =>
    rows<{ kind: string; text: string }>(sql`select kind, text from scaler_events where machine = ${machine} order by id`);

  /** As the machine itself, with what it has. */
  async function send(method: string, path: string, body?: object, keys?: { accessKey: string; secretKey: string }) {
    const authorization = keys ? { Authorization: `Basic ${btoa(`${keys.accessKey}:${keys.secretKey}`)}` } : {};
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(authorization as Record<string, string>) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  }
  const ask = (token: string, nonce = newId()) => send('POST', '/api/machines/join', { token, nonce });
  async function joined(of: string, over: { cloudId?: string } = {}): Promise<CreatedMachine & { answer: JoinResponse }> {
    const machine = await createMachine(server.api.db, of, { cloudId: `i-${newId()}`, ...over });
    const { status, body } = await ask(machine.joinToken);
    assert.equal(status, 200, JSON.stringify(body));
    return { ...machine, answer: body };
  }
  const register = (answer: JoinResponse) =>
    send(
      'POST',
      '/api/agents/register',
      agentRequest(answer.worker, { instance: 'one', queues: answer.queues, createQueues: true }),
      answer,
    );
  async function claim(answer: JoinResponse, queue: string) {
    return send('POST', `/api/agents/${encodeURIComponent(answer.worker)}/claim`, { instance: 'one', queues: [queue] }, answer);
  }
  async function enqueueTask(): Promise<{ task: string; queue: string }> {
    const [queue] = await rows<{ id: string }>(sql`select id from queues where name = 'default'`);
    const task = await createTask(server.api.db);
    await enqueue(server.api.db, { task, queue: queue!.id, actor: 'user:u' });
    return { task, queue: queue!.id };
  }

  describe('join', () => {
    it('answers everything that the machine needs, and credentials of its own', async () => {
      const configured = await createScaler(server.api.db, {
        configurations: { extra_vm_bash_script: 'echo hello', extra_clearml_conf: 'sdk.aws.s3.key: "k"' },
      });
      const { id, answer } = await joined(configured, { cloudId: 'i-0abc' });
      const { accessKey, secretKey, ...rest } = answer;
      assert.deepEqual(rest, {
        machine: id,
        worker: 'dynamic_worker:cpu:docker:i-0abc',
        queues: ['default'],
        apiUrl: server.api.options.urls.api,
        filesUrl: server.api.options.urls.files,
        webUrl: server.api.options.urls.web,
        extraConf: 'sdk.aws.s3.key: "k"',
        script: 'echo hello',
        gitUser: 'ada',
        gitPass: 'git-password',
        dockerImage: '',
        cpuOnly: true,
        maxIdleSeconds: 600,
      });
      const me = await send('GET', '/api/me', undefined, { accessKey, secretKey });
      assert.equal(me.status, 200);
      const [credentials] = await rows<{ label: string; user_id: string }>(
        sql`select label, user_id from credentials where access_key = ${accessKey}`,
      );
      assert.equal(credentials?.label, 'machine dynamic_worker:cpu:docker:i-0abc');
    });

    it('answers the same again to the same machine, and refuses the token to any other', async () => {
      const { joinToken } = await createMachine(server.api.db, scaler, { cloudId: 'i-again' });
      const nonce = newId();
      const [first, second] = await Promise.all([ask(joinToken, nonce), ask(joinToken, nonce)]);
      assert.equal(first.status, 200);
      assert.deepEqual(second.body, first.body);
      const other = await ask(joinToken);
      assert.equal(other.status, 403);
      assert.match(other.body.error.message, /unknown, was used before, or its machine has ended/);
      assert.equal((await ask(TOKEN)).status, 403);
    });

    it('names a field that is missing', async () => {
      const { status, body } = await send('POST', '/api/machines/join', { token: TOKEN });
      assert.deepEqual([status, body.error.field], [400, 'nonce']);
    });

    it('has a machine ask again whose launch is not written down yet', async () => {
      const { id, joinToken } = await createMachine(server.api.db, scaler, { cloudId: null, state: 'planned' });
      const early = await ask(joinToken);
      assert.deepEqual([early.status, early.headers.get('retry-after')], [503, '1']);
      await rows(sql`update machines set cloud_id = 'i-late', state = 'launched' where id = ${id}`);
      assert.equal((await ask(joinToken)).status, 200);
    });

    it('refuses a machine that is to be ended', async () => {
      const { joinToken } = await createMachine(server.api.db, scaler, { cloudId: 'i-ending', state: 'ending' });
      assert.equal((await ask(joinToken)).status, 409);
    });

    it('tells the addresses as machines reach them', async () => {
      const elsewhere = await createScaler(server.api.db, { perdura: { server_url: 'http://10.1.2.3:8008' } });
      const { answer } = await joined(elsewhere);
      assert.equal(answer.apiUrl, 'http://10.1.2.3:8008');
      assert.equal(answer.filesUrl, server.filesUrl.replace('127.0.0.1', '10.1.2.3'));
    });
  });

  it('have joined when their agent registers, and not before', async () => {
    const own = await createScaler(server.api.db);
    const { id, answer } = await joined(own);
    assert.equal((await machineRow(id)).joined, null);
    assert.equal((await register(answer)).status, 200);
    const machine = await machineRow(id);
    assert.ok(machine.joined);
    assert.equal(machine.state, 'joined');
    assert.equal(await wakeUps(own), 1);
    await register(answer);
    assert.deepEqual(await machineRow(id), machine);
    assert.deepEqual(
      (await events(id)).map(({ kind }) => kind),
      ['joined'],
    );
  });

  describe('reports', () => {
    it('of a step that failed are the machine’s error, and have its resource rest, longer each time until a machine has joined', async () => {
      const own = await createScaler(server.api.db);
      const { id, answer } = await joined(own);
      const log = 'one\nline 3 failed with exit code 7: false';
      const { status } = await send('POST', `/api/machines/${id}/report`, { step: 'script', ok: false, log }, answer);
      assert.equal(status, 200);
      assert.equal((await machineRow(id)).error, `the set-up script failed\n${log}`);
      assert.equal(await wakeUps(own), 1);
      const rest = async () => (await rows<any>(sql`select backoffs from scalers where id = ${own}`))[0].backoffs.cpu;
      const { reason, failures } = await rest();
      assert.deepEqual([reason, failures], ['the set-up script failed: line 3 failed with exit code 7: false', 1]);
      await rows(sql`update scalers set backoffs = jsonb_set(backoffs, '{cpu,until}', '0') where id = ${own}`);
      await send('POST', `/api/machines/${id}/report`, { step: 'script', ok: false, log }, answer);
      assert.equal((await rest()).failures, 2);
      await register((await joined(own)).answer);
      assert.equal(await rest(), undefined);
      assert.equal((await events(id))[0]?.text, 'the set-up script failed: line 3 failed with exit code 7: false');
    });

    it('are taken from the machine alone', async () => {
      const { id } = await joined(scaler);
      const { answer: other } = await joined(scaler);
      const report = { step: 'agent', ok: true, log: '' };
      assert.equal((await send('POST', `/api/machines/${id}/report`, report, other)).status, 403);
      assert.equal((await server.request('POST', `/api/machines/${id}/report`, report)).status, 403);
      assert.equal((await server.request('POST', '/api/machines/none/report', report)).status, 404);
      assert.equal((await send('POST', `/api/machines/${id}/report`, report)).status, 401);
    });

    it('name the steps that there are', async () => {
      const { id, answer } = await joined(scaler);
      const { status, body } = await send('POST', `/api/machines/${id}/report`, { step: 'lunch', ok: true, log: '' }, answer);
      assert.deepEqual([status, body.error.field], [400, 'step']);
      assert.match(body.error.message, /script.*agent.*powerOff/);
    });
  });

  it('say that their cloud takes them back, which wakes the scaler', async () => {
    const own = await createScaler(server.api.db);
    const { id, answer } = await joined(own);
    const notice = { action: 'terminate', time: '2026-11-26T03:00:00Z' };
    assert.equal((await send('POST', `/api/machines/${id}/interrupted`, notice, answer)).status, 200);
    assert.ok((await machineRow(id)).interrupted);
    assert.equal(await wakeUps(own), 1);
    assert.deepEqual(await events(id), [
      { kind: 'interrupted', text: 'the cloud takes the machine back at 2026-11-26T03:00:00Z (terminate)' },
    ]);
  });

  it('are told whether a scaler looks after them, and whether they are to end', async () => {
    const own = await createScaler(server.api.db, { mode: 'running' });
    const { id, answer } = await joined(own);
    const standing = async () => (await send('GET', `/api/machines/${id}`, undefined, answer)).body;
    assert.deepEqual(await standing(), { watched: false, ending: false });
    await rows(sql`update scalers set next_look = now() + interval '5 minutes' where id = ${own}`);
    assert.deepEqual(await standing(), { watched: true, ending: false });
    await rows(sql`update scalers set next_look = now() - interval '5 minutes' where id = ${own}`);
    await rows(sql`update machines set state = 'ending' where id = ${id}`);
    assert.deepEqual(await standing(), { watched: false, ending: true });
  });

  describe('claims', () => {
    it('are made by a machine that is well, and refused while it is to be ended, has ended or is taken back', async () => {
      const { id, answer } = await joined(scaler);
      await register(answer);
      const { task, queue } = await enqueueTask();
      for (const [change, words] of [
        [sql`update machines set state = 'ending' where id = ${id}`, /is to be ended/],
        [sql`update machines set state = 'ended' where id = ${id}`, /has ended/],
        [sql`update machines set state = 'joined', interrupted = now() where id = ${id}`, /is taken back by its cloud/],
      ] as const) {
        await rows(change);
        const { status, body } = await claim(answer, queue);
        assert.equal(status, 409);
        assert.match(body.error.message, words);
      }
      await rows(sql`update machines set interrupted = null where id = ${id}`);
      assert.equal((await claim(answer, queue)).body.claim.run.taskId, task);
    });

    it('wait for whoever ends the machine, and see the end', async () => {
      const { id, answer } = await joined(scaler);
      await register(answer);
      const { task, queue } = await enqueueTask();
      const claimed = await server.api.db.em.fork().transactional(async (em) => {
        await query(em, sql`select from machines where id = ${id} for update`);
        const pending = claim(answer, queue);
        await eventually('the claim waits for the lock', async () => {
          const [{ waiting } = { waiting: 0 }] = await rows<{ waiting: number }>(
            sql`select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and query like '%for share%'
                and datname = current_database()`,
          );
          return waiting > 0;
        });
        await query(em, sql`update machines set state = 'ending' where id = ${id}`);
        return { pending };
      });
      assert.equal((await claimed.pending).status, 409);
      assert.equal((await viewTask(server.api.db, task)).status, 'queued');
    });
  });

  it('lose their credentials, their token and their place among the workers when they have ended', async () => {
    const { id, joinToken, answer } = await joined(scaler);
    await register(answer);
    await releaseMachine(server.api.db.em.fork(), id, new Date());
    assert.equal((await send('GET', `/api/machines/${id}`, undefined, answer)).status, 401);
    assert.equal((await ask(joinToken)).status, 403);
    assert.deepEqual(await rows(sql`select id from workers where id = ${answer.worker}`), []);
  });

  it('get this installation’s own package, with a command that runs', async function () {
    this.timeout(180_000);
    const folder = await mkdtemp(join(tmpdir(), 'perdura-test-package-'));
    try {
      const response = await fetch(`${server.url}/api/machines/package.tgz`);
      assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'application/gzip']);
      await writeFile(join(folder, 'package.tgz'), Buffer.from(await response.arrayBuffer()));
      await execa('tar', ['-xzf', 'package.tgz'], { cwd: folder });
      assert.deepEqual(await readdir(folder), ['package', 'package.tgz']);
      const { bin } = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8'));
      assert.match(await readFile(join(folder, 'package', bin.perdura), 'utf8'), /^#!\/usr\/bin\/env node/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
