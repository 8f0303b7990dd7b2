import assert from 'node:assert/strict';
import { newId } from '../../../activities/db/ids.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import type { AutoscalerView, MachineView } from '../../../workflows/contracts/autoscaler-api.ts';
import { clearmlFile, dockerFile } from '../../autoscaler/config/files.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../../support/api-server.ts';
import { openEventStream } from '../../support/event-stream.ts';
import { createTask } from '../../support/records.ts';

const SECRET = 'do-not-show-this';

describe('the routes of autoscalers', () => {
  let server: TestApi;
  let names = 0;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  const rows = <T = any>(statement: ReturnType<typeof sql>) => query<T>(server.api.db.em.fork(), statement);
  const get = async (path: string) => (await server.request('GET', `/api/autoscalers${path}`)).body;
  const post = (path: string, body: object = {}) => server.request('POST', `/api/autoscalers${path}`, body);
  async function started(configuration: object = dockerFile()): Promise<string> {
    const { status, body } = await post('', { name: `scaler ${++names}`, configuration });
    assert.equal(status, 200, JSON.stringify(body));
    return body.id;
  }
  async function refused(path: string, body: object = {}) {
    const answer = await post(path, body);
    return [answer.status, answer.body.error?.code, answer.body.error?.field, answer.body.error?.message] as const;
  }
  const wakeUps = async (id: string) =>
    (await rows(sql`select from outbox where message ->> 'kind' = 'wakeScaler' and message ->> 'scaler' = ${id}`)).length;
  const texts = async (id: string) => (await get(`/${id}/events`)).events.map(({ text }: any) => text);

  /** A machine as the scaler's workflow and the machine itself would have left it. */
  async function machine(scaler: string, { fields = {} as Record<string, unknown>, agent = false, busy = '' } = {}) {
    const id = newId();
    const all: Record<string, unknown> = {
      ...{ id, scaler, queue: 'cpu', resource: 'local', instance_type: 'docker', why: 'test', state: 'launched' },
      ...{
        created: new Date(Date.now() - 7_200_000),
        launched: new Date(Date.now() - 3_600_000),
        cloud_id: `c-${id}`,
        hourly_price: 2,
      },
      ...(agent && { state: 'joined', joined: new Date(Date.now() - 60_000), worker: `w-${id}` }),
      ...fields,
    };
    await server.api.db.em
      .fork()
      .execute(
        `insert into machines (${Object.keys(all).join(', ')}) values (${Object.keys(all).map(() => '?')})`,
        Object.values(all),
      );
    if (agent)
      await rows(
        sql`insert into workers (id, kind, user_id, register_time, last_activity) values (${`w-${id}`}, 'perdura', 'u', now(), now())`,
      );
    if (busy)
      await rows(
        sql`insert into attempts (task, number, state, worker, created, claimed) values (${busy}, 1, 'running', ${`w-${id}`}, now(), now())`,
      );
    return id;
  }

  describe('starting one', () => {
    it("takes ClearML's file, makes its queues and wakes its workflow", async () => {
      const { status, body } = await post('', { name: 'gpus', configuration: clearmlFile() });
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(body.queues, ['gpu_queue']);
      assert.equal((await rows(sql`select from queues where name = 'gpu_queue'`)).length, 1);
      assert.equal(await wakeUps(body.id), 1);
      const view: AutoscalerView = await get(`/${body.id}`);
      assert.deepEqual(
        [view.name, view.provider, view.status, view.maxMachines, view.machines],
        ['gpus', 'ec2', 'running', 3, {}],
      );
      assert.deepEqual(view.queues, [
        {
          name: 'gpu_queue',
          waiting: 0,
          warm: 0,
          resources: [
            {
              resource: 'aws4gpu',
              instanceType: 'g3s.xlarge',
              spot: false,
              max: 3,
              machines: 0,
              hourlyPrice: 0.75,
              backoff: null,
            },
          ],
        },
      ]);
      assert.deepEqual((await get('/gpus')).id, body.id, 'by its name');
      assert.deepEqual(await texts(body.id), ['started; made the queue gpu_queue']);
    });

    it('refuses a configuration with an error that names field, value and what is allowed', async () => {
      const configuration = clearmlFile({ hyper_params: { cloud_provider: 'azure' } });
      assert.deepEqual(await refused('', { name: 'x', configuration }), [
        400,
        'invalid',
        'hyper_params.cloud_provider',
        'hyper_params.cloud_provider is "azure"; allowed: "" (AWS), aws, docker, gcp',
      ]);
      assert.equal((await refused('', { name: 'x', configuration: 5 }))[0], 400);
      const [status, , field] = await refused('', { name: '/x', configuration: dockerFile() });
      assert.deepEqual([status, field], [400, 'name']);
      assert.deepEqual(
        (await get('')).autoscalers.filter(({ name }: any) => name.includes('x')),
        [],
      );
    });

    it('refuses a budget in money where a price is not known, with the way out', async () => {
      const perdura = { budget: { cost_per_day: 5 } };
      const unknown = { instance_type: 'x9.new' };
      const [status, , field, message] = await refused('', { name: 'x', configuration: clearmlFile({ perdura }, unknown) });
      assert.deepEqual([status, field], [400, 'configurations.resource_configurations.aws4gpu.hourly_price']);
      assert.match(message, /cost_per_day needs the price of each resource/);
      const id = await started(clearmlFile({ perdura }, { ...unknown, hourly_price: 0.1 }));
      await post(`/${id}/change`, { budget: { costPerDay: null } });
      await started(clearmlFile({ perdura }));
    });

    it('refuses the name of one that is at work, and takes that of a stopped one with all that is new', async () => {
      const id = await started();
      const { name } = await get(`/${id}`);
      assert.deepEqual((await refused('', { name, configuration: dockerFile() })).slice(0, 3), [409, 'conflict', 'name']);
      await rows(sql`update scalers set mode = 'stopped' where id = ${id}`);
      const again = await post('', {
        name,
        configuration: dockerFile({ configurations: { queues: { other: [['local', 7]] } } }),
      });
      assert.equal(again.body.id, id);
      const view = await get(`/${id}`);
      assert.deepEqual([view.status, view.maxMachines], ['running', 7]);
    });

    it('is done once for a key: the second time answers what the first one did, and changes nothing', async () => {
      const queues = { once: [['local', 1]] };
      const body = { name: 'once', configuration: dockerFile({ configurations: { queues } }), idempotencyKey: 'a key' };
      const answers = await Promise.all([post('', body), post('', body)]);
      const again = await post('', { ...body, configuration: dockerFile() });
      assert.deepEqual(
        [...answers, again].map(({ status }) => status),
        [200, 200, 200],
      );
      const id = again.body.id;
      for (const { body: same } of [...answers, again]) assert.deepEqual([same.id, same.queues], [id, ['once']]);
      assert.equal((await texts(id)).length, 1);
      assert.equal((await get(`/${id}`)).queues[0].name, 'once');
      assert.deepEqual((await refused('', { ...body, idempotencyKey: 'another' })).slice(0, 3), [409, 'conflict', 'name']);
      assert.equal((await refused('', { ...body, idempotencyKey: '' }))[2], 'idempotencyKey');
    });

    it('leaves the key of what was refused free', async () => {
      const idempotencyKey = 'first refused';
      assert.equal((await post('', { name: 'mended', configuration: {}, idempotencyKey })).status, 400);
      assert.equal((await post('', { name: 'mended', configuration: dockerFile(), idempotencyKey })).status, 200);
    });

    it('warns of machines that cannot reach the server', async () => {
      const warn = async (configuration: object) => (await post('', { name: `scaler ${++names}`, configuration })).body.warnings;
      assert.match(
        (await warn(clearmlFile()))[0],
        /^machines of aws4gpu cannot reach http:\/\/127\.0\.0\.1:\d+, .*: set perdura\.server_url/,
      );
      assert.deepEqual(await warn(clearmlFile({ perdura: { server_url: 'http://ml.example.com:8008' } })), []);
      assert.deepEqual(await warn(dockerFile()), []);
      assert.equal((await warn(dockerFile({}, { network: 'bridge' }))).length, 1);
    });

    it('warns of containers of tasks in machines that are containers themselves', async () => {
      const warn = async (configuration: object) => (await post('', { name: `scaler ${++names}`, configuration })).body.warnings;
      const image = { hyper_params: { default_docker_image: 'python:3.12-slim' } };
      assert.match(
        (await warn(dockerFile(image)))[0],
        /^hyper_params.default_docker_image: machines of \w+ are containers themselves/,
      );
      assert.deepEqual(await warn(clearmlFile({ ...image, perdura: { server_url: 'http://ml.example.com:8008' } })), []);
    });

    it('is nothing for the token of a run', async () => {
      const [{ id: userId }] = (await rows(sql`select id from users limit 1`)) as [{ id: string }];
      const taskId = await createTask(server.api.db);
      await rows(sql`insert into attempts (task, number, created) values (${taskId}, 1, now())`);
      await rows(sql`update tasks set attempt = 1 where id = ${taskId}`);
      const token = await server.api.tokens.sign({ userId, epoch: 0, run: { taskId, attempt: 1 } }, 60);
      const response = await fetch(`${server.url}/api/autoscalers`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: 'x', configuration: dockerFile() }),
      });
      assert.equal(response.status, 403);
    });
  });

  describe('secrets', () => {
    const secret = {
      configurations: { extra_clearml_conf: SECRET, extra_vm_bash_script: SECRET },
      hyper_params: { cloud_credentials_key: SECRET, cloud_credentials_secret: SECRET, git_user: 'ada', git_pass: SECRET },
    };

    it('are in no answer, no event and no message, and stand in one place of the database alone', async () => {
      const id = await started(clearmlFile(secret));
      await machine(id, { fields: { console: 'hello' } });
      await post(`/${id}/change`, { maxIdleMinutes: 3 });
      const answers = [`/${id}`, '', `/${id}/machines?ended=true`, `/${id}/events`, `/${id}/graph`];
      for (const path of answers) assert.ok(!JSON.stringify(await get(path)).includes(SECRET), path);
      assert.equal((await get(`/${id}`)).configuration.hyper_params.git_pass, '***');
      assert.equal((await get(`/${id}`)).configuration.hyper_params.git_user, 'ada');
      const tables = await rows<{ name: string }>(
        sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'scalers'`,
      );
      for (const { name } of tables) {
        const found = await rows(sql`select from ${sql.table(name)} t where t::text like ${`%${SECRET}%`}`);
        assert.equal(found.length, 0, name);
      }
      const [row] = await rows(
        sql`select (to_jsonb(s) - 'secrets')::text as rest, secrets ->> 'git_pass' as pass from scalers s where id = ${id}`,
      );
      assert.ok(!row.rest.includes(SECRET));
      assert.equal(row.pass, SECRET);
    });

    it('stay as they are when what is shown in their place is sent back', async () => {
      const id = await started(clearmlFile(secret));
      const { configuration, name } = await get(`/${id}`);
      await rows(sql`update scalers set mode = 'stopped' where id = ${id}`);
      assert.equal((await post('', { name, configuration })).status, 200);
      const [row] = await rows(sql`select secrets from scalers where id = ${id}`);
      assert.equal(row.secrets.git_pass, SECRET);
      assert.equal(row.secrets.extra_vm_bash_script, SECRET);
    });

    it('must be given where none is stored', async () => {
      const [status, , field, message] = await refused('', {
        name: 'hidden',
        configuration: clearmlFile({ hyper_params: { git_pass: '***' } }),
      });
      assert.deepEqual([status, field], [400, 'hyper_params.git_pass']);
      assert.match(message, /stands for a secret that is stored; none is/);
    });

    it('are not in the error about a configuration that has them', async () => {
      const [, , , message] = await refused('', {
        name: 'x',
        configuration: clearmlFile({ hyper_params: { git_pass: [SECRET] } }),
      });
      assert.ok(!message.includes(SECRET), message);
    });
  });

  describe('pausing and stopping', () => {
    it('change its mode, wake its workflow and are in its history with who did it', async () => {
      const id = await started();
      const before = await wakeUps(id);
      for (const [step, status] of [
        ['pause', 'paused'],
        ['drain', 'draining'],
        ['resume', 'running'],
      ]) {
        assert.deepEqual((await post(`/${id}/${step}`)).body, { status });
        assert.equal((await get(`/${id}`)).status, status);
      }
      assert.equal(await wakeUps(id), before + 3);
      const { events } = await get(`/${id}/events`);
      assert.deepEqual(
        events.map(({ text }: any) => text.split(':')[0]),
        ['resumed', 'draining', 'paused', 'started'],
      );
      assert.notEqual(events[0].actor, '');
      assert.ok(!events[0].actor.startsWith('user:'), events[0].actor);
    });

    it('change nothing the second time', async () => {
      const id = await started();
      await post(`/${id}/pause`);
      const before = await wakeUps(id);
      assert.deepEqual(await post(`/${id}/pause`), { status: 200, body: { status: 'paused' } });
      assert.equal(await wakeUps(id), before);
    });

    for (const machines of ['nothing', 'idle', 'all'])
      it(`stop with the end of ${machines === 'nothing' ? 'no machine' : `${machines} machines`}, from which it can be started again`, async () => {
        const id = await started();
        assert.deepEqual((await post(`/${id}/stop`, { machines })).body, { status: 'stopping' });
        assert.deepEqual((await refused(`/${id}/pause`)).slice(0, 3), [409, 'conflict', 'status']);
        assert.deepEqual((await post(`/${id}/start`)).body, { status: 'running' });
      });

    it('refuse another word for the machines, and a start of what runs', async () => {
      const id = await started();
      assert.deepEqual((await refused(`/${id}/stop`, { machines: 'some' })).slice(0, 3), [400, 'invalid', 'machines']);
      await post(`/${id}/pause`);
      assert.match((await refused(`/${id}/start`))[3], /is paused; this is for one that is stopped, stopping/);
      assert.deepEqual((await refused('/nobody/pause')).slice(0, 2), [404, 'scalerNotFound']);
    });
  });

  it('delete one that is stopped, with its secrets and history', async () => {
    const id = await started();
    await machine(id);
    const remove = () => server.request('DELETE', `/api/autoscalers/${id}`);
    assert.deepEqual([(await remove()).status, (await remove()).body.error.field], [409, 'status']);
    await rows(sql`update scalers set mode = 'stopped' where id = ${id}`);
    assert.equal((await remove()).status, 200);
    assert.equal((await remove()).status, 404);
    assert.equal((await rows(sql`select from machines where scaler = ${id}`)).length, 0);
  });

  describe('changing limits', () => {
    it('writes them into the configuration, wakes the workflow, and says what was before', async () => {
      const id = await started();
      const before = await wakeUps(id);
      const { body } = await post(`/${id}/change`, {
        queues: { cpu: [['local', 5]], more: [['local', 1]] },
        maxInstances: 4,
        maxIdleMinutes: 2.5,
        budget: { hoursPerDay: 10, atLimit: 'drain' },
        warmPool: { cpu: 1 },
      });
      assert.deepEqual(body.changes, [
        'machines for cpu: local 2 → local 5',
        'idle minutes: 15 → 2.5',
        'at the budget: end → drain',
        'machines for more: none → local 1',
        'kept ready for cpu: none → 1',
        'machines in all: none → 4',
        'hours per day: none → 10',
      ]);
      assert.equal(await wakeUps(id), before + 1);
      const view: AutoscalerView = await get(`/${id}`);
      assert.deepEqual([view.maxMachines, view.queues.map(({ name }) => name)], [4, ['cpu', 'more']]);
      assert.equal((view.configuration.hyper_params as any).max_idle_time_min, 2.5);
      assert.equal((await rows(sql`select from queues where name = 'more'`)).length, 1);
      await post(`/${id}/change`, { maxInstances: null });
      assert.equal((await get(`/${id}`)).maxMachines, 6);
    });

    it('changes nothing where nothing is other', async () => {
      const id = await started();
      const before = await wakeUps(id);
      assert.deepEqual((await post(`/${id}/change`, { queues: { cpu: [['local', 2]] } })).body, { changes: [] });
      assert.equal(await wakeUps(id), before);
    });

    it('is refused where it does not fit, and then changes nothing', async () => {
      const id = await started();
      assert.match(
        (await refused(`/${id}/change`, { queues: { cpu: [['gpu', 5]] } }))[3],
        /queues\.cpu\.0\.0 is "gpu"; allowed: .*local/,
      );
      assert.equal((await refused(`/${id}/change`, { maxIdleMinutes: 0 }))[2], 'maxIdleMinutes');
      assert.match((await refused(`/${id}/change`, { maxIdle: 1 }))[3], /maxIdle: not known; allowed: .*maxIdleMinutes/);
      assert.equal((await refused(`/${id}/change`, { warmPool: { other: 1 } }))[2], 'perdura.warm_pool');
      assert.equal((await get(`/${id}`)).maxMachines, 2);
      assert.deepEqual(await texts(id), ['started']);
    });
  });

  describe('machines', () => {
    it('show their state, what they run, for how long they are there and what they cost', async () => {
      const id = await started();
      const task = await createTask(server.api.db);
      const made = {
        launching: await machine(id, { fields: { state: 'planned', launched: null, cloud_id: null } }),
        starting: await machine(id),
        idle: await machine(id, { agent: true }),
        busy: await machine(id, { agent: true, busy: task }),
        ending: await machine(id, { fields: { state: 'ending', ending: new Date(), end_reason: 'idle', end_why: 'no task' } }),
      };
      const gone = await machine(id, {
        fields: {
          state: 'ended',
          ended: new Date(Date.now() - 1_800_000),
          end_reason: 'idle',
          end_why: 'no task',
          console: 'boot',
        },
      });
      const machines: MachineView[] = (await get(`/${id}/machines`)).machines;
      assert.deepEqual(Object.fromEntries(machines.map((one) => [one.state, one.id])), made);
      const all: MachineView[] = (await get(`/${id}/machines?ended=true`)).machines;
      const by = (wanted: string) => all.find((one) => one.id === wanted)!;
      assert.deepEqual(all.at(-1)?.id, gone);
      assert.deepEqual(by(made.busy).task, { id: task, name: (await server.call('tasks.get_by_id', { task })).data.task.name });
      assert.deepEqual([by(made.busy).tasks, by(made.idle).tasks], [1, 0]);
      assert.ok(Math.abs(by(made.idle).hours - 1) < 0.01 && Math.abs((by(made.idle).cost ?? 0) - 2) < 0.02);
      assert.ok(Math.abs(by(gone).hours - 0.5) < 0.01);
      assert.deepEqual([by(gone).state, by(gone).endReason, by(gone).hasConsole], ['ended', 'idle', true]);
      const view: AutoscalerView = await get(`/${id}`);
      assert.deepEqual(view.machines, { launching: 1, starting: 1, idle: 1, busy: 1, ending: 1 });
      assert.deepEqual([view.queues[0]?.resources[0]?.machines, view.total.machines, view.total.tasks], [5, 6, 1]);
      assert.ok(Math.abs(view.total.cost - 2 * view.total.hours) < 1e-6 && view.total.hours > 4.4);
    });

    it('that never joined are counted', async () => {
      const id = await started();
      await machine(id, { agent: true });
      for (const end_reason of ['spin-up', 'idle', 'spin-up'])
        await machine(id, { fields: { state: 'ended', ended: new Date(), end_reason } });
      const { total }: AutoscalerView = await get(`/${id}`);
      assert.deepEqual([total.machines, total.neverJoined], [4, 2]);
    });

    it('that have no task are ended on request, and no others', async () => {
      const id = await started();
      const idle = await machine(id, { agent: true });
      await machine(id);
      await machine(id, { agent: true, busy: await createTask(server.api.db) });
      const before = await wakeUps(id);
      assert.deepEqual((await post(`/${id}/end-idle`)).body, { machines: 1 });
      assert.deepEqual(await rows(sql`select id from machines where scaler = ${id} and end_requested is not null`), [
        { id: idle },
      ]);
      assert.equal(await wakeUps(id), before + 1);
      assert.deepEqual((await get(`/${id}/events?machine=${idle}`)).events[0].text, 'asked to end: idle');
    });

    it('can each be ended, by their id, their worker or their id in the cloud', async () => {
      const id = await started();
      const ids = [await machine(id, { agent: true }), await machine(id, { agent: true }), await machine(id)];
      for (const ref of [ids[0], `w-${ids[1]}`, `c-${ids[2]}`])
        assert.equal((await post(`/${id}/machines/${ref}/end`)).status, 200);
      const ended = await rows<{ id: string }>(sql`select id from machines where scaler = ${id} and end_requested is not null`);
      assert.deepEqual(ended.map((row) => row.id).toSorted(), ids.toSorted());
      assert.deepEqual((await refused(`/${await started()}/machines/${ids[0]}/end`)).slice(0, 2), [404, 'machineNotFound']);
    });

    it('show what they printed, also after their end', async () => {
      const id = await started();
      const gone = await machine(id, { fields: { state: 'ended', ended: new Date(), console: 'boot\nfailed' } });
      assert.equal((await get(`/${id}/machines/${gone}/console`)).text, 'boot\nfailed');
      assert.equal((await server.request('GET', `/api/autoscalers/${id}/machines/none/console`)).status, 404);
    });
  });

  describe('the history', () => {
    it('is given in parts, the newest first', async () => {
      const id = await started();
      for (let i = 0; i < 3; i += 1) await post(`/${id}/${i % 2 ? 'resume' : 'pause'}`);
      const { events: first } = await get(`/${id}/events?limit=2`);
      const { events: rest } = await get(`/${id}/events?before=${first[1].id}`);
      assert.deepEqual(
        [...first, ...rest].map(({ text }: any) => text.split(':')[0]),
        ['paused', 'resumed', 'paused', 'started'],
      );
    });

    it('has a graph that begins with how things stood before', async () => {
      const id = await started();
      const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
      for (const [seconds, busy] of [
        [900, 1],
        [700, 2],
        [200, 3],
        [100, 4],
      ])
        await rows(
          sql`insert into scaler_samples (scaler, at, waiting, starting, idle, busy, cost_per_hour) values (${id}, ${ago(seconds!)}, 0, 0, 0, ${busy}, 1.5)`,
        );
      const { samples } = await get(`/${id}/graph?seconds=600`);
      assert.deepEqual(
        samples.map(({ busy }: any) => busy),
        [2, 3, 4],
      );
      assert.equal(samples[0].costPerHour, 1.5);
    });
  });

  it('tell those who watch an autoscaler of each change', async () => {
    const id = await started();
    const basic = { Authorization: `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}` };
    const stream = await openEventStream(`${server.url}/api/live?topics=autoscalers,autoscaler:${id}`, basic);
    try {
      await post(`/${id}/pause`);
      await stream.next('one', ({ topic }) => topic === 'autoscaler');
      await stream.next('all', ({ topic }) => topic === 'autoscalers');
    } finally {
      stream.close();
    }
  });
});
