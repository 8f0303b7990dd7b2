import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { query, sql } from '../../../activities/db/sql.ts';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { type DispatchBench, startDispatchBench } from '../../support/dispatch-bench.ts';
import { startEngineWithClient } from '../../support/docker/engine.ts';
import { MACHINE_IMAGE } from '../../support/docker/machine-image.ts';
import { eventually } from '../../support/eventually.ts';
import { createMachine, createScaler } from '../../support/scalers.ts';
import { type MachineProcess, startMachineProcess } from './machine-process.ts';
import { type MetadataService, startMetadataService } from './notices/ec2-metadata-service.ts';

/** The task uses the machine's Python as it is. */
const NO_PACKAGES = 'export CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL=1';
const SHOW = `import json, os
print("from the script:", os.environ.get("FROM_THE_SCRIPT"))
s3 = json.load(open(os.environ["CLEARML_CONFIG_FILE"]))["sdk"]["aws"]["s3"]
print("key:", s3["key"], "secret is there:", s3["secret"] == "secret-of-the-data")
print("token:", any("the-join-token" in value for value in os.environ.values()))
`;

describe('perdura machine run', function () {
  this.timeout(240_000);
  let bench: DispatchBench;
  let server: TestApi;
  let metadata: MetadataService;
  let processes: MachineProcess[] = [];
  before(async () => {
    bench = await startDispatchBench();
    server = await startTestApi({ temporalAddress: bench.env.address, database: { url: bench.url, db: bench.db } });
    await bench.startOrchestrator();
    metadata = await startMetadataService();
  });
  afterEach(async () => {
    for (const process of processes) await process.release();
    processes = [];
  });
  after(async () => {
    await metadata?.close();
    await server?.release();
    await bench?.release();
  });

  const rows = <T>(statement: ReturnType<typeof sql>) => query<T>(bench.db.em.fork(), statement);
  const machineRow = async (id: string) => (await rows<any>(sql`select * from machines where id = ${id}`))[0];
  const events = async (machine: string) =>
    (await rows<{ text: string }>(sql`select text from scaler_events where machine = ${machine} order by id`)).map(
      ({ text }) => text,
    );
  const statusOf = async (task: string) => (await server.call('tasks.get_by_id', { task })).data.task.status as string;

  async function launch({
    queue,
    script = NO_PACKAGES,
    image = '',
    ...options
  }: {
    queue: string;
    script?: string;
    /** Of the containers of tasks. */
    image?: string;
    env?: NodeJS.ProcessEnv;
    maxIdleSeconds?: number;
  }) {
    const scaler = await createScaler(bench.db, {
      configurations: {
        queues: { [queue]: [['cpu', 3]] },
        extra_vm_bash_script: script,
        extra_clearml_conf: 'sdk { aws { s3 { key: "key-of-the-data" } } }',
        extra_trains_conf: 'sdk { aws { s3 { secret: "secret-of-the-data" } } }',
      },
      hyper_params: { default_docker_image: image },
    });
    const machine = await createMachine(bench.db, scaler, { cloudId: `i-${queue}`, queue });
    const process = await startMachineProcess({
      server: server.url,
      joinToken: machine.joinToken,
      maxIdleSeconds: 600,
      ...options,
    });
    processes.push(process);
    return { ...machine, scaler, process };
  }

  async function enqueue(queue: string, code: string): Promise<string> {
    const { data: created } = await server.call('tasks.create', { name: queue, type: 'testing' });
    const script = { repository: '', diff: code, entry_point: 'task.py', working_dir: '.', requirements: { pip: '' } };
    await server.call('tasks.edit', { task: created.id, script });
    const { data: made } = await server.call('queues.create', { name: queue });
    const { status, meta } = await server.call('tasks.enqueue', { task: created.id, queue: made.id });
    assert.equal(status, 200, meta.result_msg);
    return created.id;
  }
  const printed = async (task: string): Promise<string> =>
    (await server.call('events.get_task_log', { task, batch_size: 500 })).data.events
      .map(({ msg }: { msg: string }) => msg)
      .join('\n');

  it('runs tasks in containers of the image that its scaler names', async function () {
    const engine = await startEngineWithClient(this);
    try {
      const task = await enqueue('contained', 'import os; print("contained:", os.path.exists("/.dockerenv"))');
      const { process } = await launch({ queue: 'contained', image: MACHINE_IMAGE, env: { DOCKER_HOST: engine.host } });
      await eventually('the task has run', async () => (await statusOf(task)) === 'completed');
      assert.match(await printed(task), /contained: True/);
      process.kill('SIGTERM');
      await process.ended;
      const filters = { label: [`perdura.task=${task}`] };
      assert.deepEqual(await engine.docker.listContainers({ all: true, filters }), []);
    } finally {
      await engine.release();
    }
  });

  it('takes no task and says why when it has no engine for the containers of tasks', async () => {
    const { id, process } = await launch({ queue: 'no-engine', image: 'an-image', env: { DOCKER_HOST: 'unix:///nowhere.sock' } });
    assert.equal(await process.ended, 1);
    assert.match((await events(id)).join(), /no Docker engine can be used here: .*nowhere.sock/);
  });

  it('joins, prepares itself, runs a task with what its owner configured, and ends when nobody needs it', async () => {
    const task = await enqueue('whole', SHOW);
    const { id, process } = await launch({
      queue: 'whole',
      script: `${NO_PACKAGES}\nexport FROM_THE_SCRIPT=seen\necho preparing`,
      // Longer than its agent takes to start on a busy machine: until then it has no task either.
      maxIdleSeconds: 15,
    });
    await eventually('the task has run', async () => (await statusOf(task)) === 'completed');
    const console = await printed(task);
    for (const line of ['from the script: seen', 'key: key-of-the-data secret is there: True', 'token: False'])
      assert.ok(console.includes(line), console);
    assert.equal(await process.ended, 0, process.output());
    assert.match(process.output(), /preparing\n/);
    assert.ok((await machineRow(id)).joined);
    const seen = await events(id);
    assert.equal(seen[0], 'the set-up script has run: preparing');
    assert.equal(seen[1], 'the agent is there as dynamic_worker:cpu:docker:i-whole');
    assert.equal(seen[2], 'the agent serves its queue');
    assert.match(seen[3]!, /^the machine ends itself: no task for \d+ s, and no scaler looks after it$/);
    assert.deepEqual(await rows(sql`select id from workers where id like '%i-whole'`), []);
  });

  it('shows its token and secrets to nobody else', async () => {
    const { joinToken, process } = await launch({ queue: 'secret' });
    await eventually('it serves', () => process.output().includes('agent ready'));
    const conf = join(process.home, '.perdura-agent', 'machine.conf');
    assert.equal((await stat(conf)).mode & 0o777, 0o600);
    assert.match(await readFile(conf, 'utf8'), /git-password/);
    await assert.rejects(stat(join(process.home, 'token')), { code: 'ENOENT' });
    const seen = [process.output(), await readFile(`/proc/${process.pid}/cmdline`, 'utf8')].join();
    for (const secret of [joinToken, 'git-password', 'secret-of-the-data']) assert.ok(!seen.includes(secret), secret);
  });

  it('gives its task back and ends when its cloud takes it back', async () => {
    const task = await enqueue('spot', 'import time\nprint("started", flush=True)\ntime.sleep(600)\n');
    const { id, process } = await launch({ queue: 'spot', env: { PERDURA_METADATA_URL: metadata.url } });
    await eventually('the task runs', async () => (await printed(task)).includes('started'));
    metadata.documents['spot/instance-action'] = { action: 'terminate', time: '2026-11-26T03:00:00Z' };
    assert.equal(await process.ended, 0, process.output());
    assert.equal(await statusOf(task), 'queued');
    assert.ok((await machineRow(id)).interrupted);
    assert.ok((await events(id)).includes('the cloud takes the machine back at 2026-11-26T03:00:00Z (terminate)'));
  });

  it('ends at a signal, as its container gets one: its task goes back to its queue', async () => {
    const task = await enqueue('stopped', 'import time\nprint("started", flush=True)\ntime.sleep(600)\n');
    const { process } = await launch({ queue: 'stopped' });
    await eventually('the task runs', async () => (await printed(task)).includes('started'));
    process.kill('SIGTERM');
    assert.equal(await process.ended, 0, process.output());
    assert.equal(await statusOf(task), 'queued');
  });

  it('is ended by its scaler: it takes nothing more and goes', async () => {
    const { id, process } = await launch({ queue: 'ending', maxIdleSeconds: 4 });
    await eventually('it serves', () => process.output().includes('agent ready'));
    await rows(sql`update machines set state = 'ending' where id = ${id}`);
    assert.equal(await process.ended, 0);
    assert.match(process.output(), /ending: its scaler ends it/);
  });

  it('takes no work when the script of its owner fails, and says why', async () => {
    const { id, process } = await launch({ queue: 'failing', script: 'echo preparing\nfalse' });
    assert.notEqual(await process.ended, 0);
    const { error, joined } = await machineRow(id);
    assert.equal(joined, null);
    assert.equal(error, 'the set-up script failed\npreparing\nline 2 failed with exit code 1: false');
  });

  it('ends at once when its token is not good', async () => {
    const process = await startMachineProcess({ server: server.url, joinToken: 'a token that nobody has' });
    processes.push(process);
    assert.notEqual(await process.ended, 0);
    assert.match(process.output(), /the join token is not valid/);
  });

  it('gives up a server that never answers', async () => {
    const process = await startMachineProcess({
      server: 'http://127.0.0.1:9',
      joinToken: 'a token that nobody has',
      maxIdleSeconds: 1,
    });
    processes.push(process);
    assert.notEqual(await process.ended, 0);
    assert.match(process.output(), /no answer from http:\/\/127\.0\.0\.1:9 for 1 s/);
  });
});
