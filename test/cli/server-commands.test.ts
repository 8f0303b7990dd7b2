import assert from 'node:assert/strict';
import { agentRequest } from '../support/agent-request.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { runCli } from './run-cli.ts';

describe('commands about a server', () => {
  let server: TestApi;
  let project: string;

  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'cli', description: '' })).data.id;
  });
  after(() => server.release());

  const perdura = (...args: string[]) =>
    runCli(args, {
      env: {
        CLEARML_API_HOST: server.url,
        CLEARML_API_ACCESS_KEY: TEST_CREDENTIALS.accessKey,
        CLEARML_API_SECRET_KEY: TEST_CREDENTIALS.secretKey,
      },
    });

  async function succeed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await perdura(...args);
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }

  async function fail(code: number, message: RegExp, ...args: string[]): Promise<void> {
    const result = await perdura(...args);
    assert.match(result.stderr, message);
    assert.equal(result.code, code);
  }

  const createTask = async (name: string): Promise<string> =>
    (await server.call('tasks.create', { name, project, type: 'training', script: { entry_point: 'a.py', working_dir: '.' } }))
      .data.id;
  const statusOf = async (task: string): Promise<string> => JSON.parse(await succeed('task', 'show', task, '--json')).status;

  it('take a task through enqueue, abort, reset and clone', async () => {
    const task = await createTask('one');
    await succeed('queue', 'create', 'life');
    await succeed('task', 'enqueue', task, '--queue', 'life');
    assert.equal(await statusOf(task), 'queued');
    await succeed('task', 'abort', task);
    assert.equal(await statusOf(task), 'stopped');
    await succeed('task', 'reset', task);
    assert.equal(await statusOf(task), 'created');
    const copy = await succeed('task', 'clone', task, '--name', 'copy of one', '--queue', 'life');
    assert.equal(await statusOf(copy), 'queued');
    assert.match(await succeed('task', 'show', copy), /^name +copy of one$/m);
  });

  describe('about working hours', () => {
    /** Three hours from now, by the clock of UTC. */
    const later = () => {
      const at = new Date(server.api.now().getTime() + 3 * 3_600_000);
      at.setUTCMinutes(0, 0, 0);
      const day = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][at.getUTCDay()];
      return { at, span: `${at.getUTCHours()}-${(at.getUTCHours() + 1) % 24} ${day}` };
    };
    const register = (worker: string, queue: string, span: string) =>
      server.request(
        'POST',
        '/api/agents/register',
        agentRequest(worker, {
          queues: [queue],
          createQueues: true,
          schedule: { kind: 'uptime', spans: [span], timezone: 'UTC' },
        }),
      );

    it('say why a task waits, and when the next agent starts', async () => {
      const { at, span } = later();
      await register('hours:0', 'hours', span);
      const task = await createTask('patient');
      await succeed('task', 'enqueue', task, '--queue', 'hours');
      const shown = await succeed('task', 'show', task);
      assert.match(shown, /^waits +every worker of the queue "hours" is outside of its working hours: hours:0 \(uptime /m);
      assert.match(shown, new RegExp(`^next start +${at.toISOString()}$`, 'm'));
      const { waiting } = JSON.parse(await succeed('task', 'show', task, '--json'));
      assert.deepEqual([waiting.position, waiting.opens], [0, at.toISOString()]);
    });

    it('tell for each agent and queue whether it takes tasks, and by which rule', async () => {
      const { span } = later();
      await register('hours:1', 'listed', span);
      await register('hours:2', 'listed', span);
      const [queue] = (await server.call('queues.get_all', { name: '^listed$' })).data.queues;
      const properties = [{ key: 'force', value: 'on', expiry: 600 }];
      await server.call('workers.set_runtime_properties', { worker: 'hours:2', runtime_properties: properties });
      const listed = await succeed('agent', 'list');
      assert.match(listed, new RegExp(`^hours:1: serves listed, is free, uptime ${span} in UTC, last heard `, 'm'));
      assert.match(listed, /^ {2}queue listed: off by uptime .+, until \w{3} [\d-]+ \d\d:00 UTC\n/m);
      assert.match(listed, /^ {2}queue listed: on by runtime property force:on, until /m);

      const status = (...args: string[]) => succeed('agent', 'daemon', '--queue', 'listed', '--status', ...args);
      assert.equal(
        await status(),
        'worker: no agent with these options runs on this machine\nschedule: none\nqueue listed: on by no schedule',
      );
      assert.match(
        await status('--worker-id', 'hours:2', '--uptime', span),
        /^worker: hours:2\nschedule: uptime .*\nqueue listed: on by runtime property force:on, until /,
      );
      assert.match(await status('--uptime', span), /\nqueue listed: off by uptime .+, until /);
      await server.call('queues.update', { queue: queue.id, tags: ['force_workers:off'] });
      assert.match(
        await status('--worker-id', 'hours:2', '--uptime', span),
        /\nqueue listed: off by tag force_workers:off of the queue$/,
      );
      await fail(1, /queue "nowhere" does not exist/, 'agent', 'daemon', '--queue', 'nowhere', '--status');
      await fail(1, /--uptime .* and --downtime "8 MON" contradict/, 'agent', 'daemon', '--uptime', span, '--downtime', '8 MON');
    });
  });

  it('list tasks by status and project', async () => {
    const task = await createTask('lonely');
    const created = JSON.parse(await succeed('task', 'list', '--status', 'created', '--project', 'cli', '--json')) as {
      id: string;
    }[];
    assert.ok(created.some(({ id }) => id === task));
    assert.match(await succeed('task', 'list', '--limit', '1'), /^id +status .*\n[^\n]*lonely$/);
    await fail(3, /no project "nowhere"/, 'task', 'list', '--project', 'nowhere');
  });

  it('reorder a queue, and name it by name or id', async () => {
    const id = await succeed('queue', 'create', 'order');
    const [a, b, c] = [await createTask('a'), await createTask('b'), await createTask('c')];
    for (const task of [a, b, c]) await succeed('task', 'enqueue', task, '--queue', 'order');
    assert.equal(await succeed('queue', 'move', 'order', c, 'front'), 'place 1');
    assert.equal(await succeed('queue', 'move', id, a, 'backward'), 'place 3');
    const order = (await succeed('queue', 'show', 'order')).split('\n').slice(1);
    assert.deepEqual(
      order.map((line) => line.split(/ +/)[1]),
      [c, b, a],
    );
  });

  it('move a waiting task to another queue, and put one that was aborted into its queue again', async () => {
    for (const queue of ['from', 'to']) await succeed('queue', 'create', queue);
    const task = await createTask('moved');
    await succeed('task', 'enqueue', task, '--queue', 'from');
    assert.equal(await succeed('queue', 'transfer', task, 'to'), `${task} waits in the queue to`);
    await fail(1, /waits already in queue to/, 'queue', 'transfer', task, 'to');
    await succeed('task', 'abort', task);
    await succeed('task', 'retry', task);
    assert.match(await succeed('queue', 'show', 'to'), new RegExp(task));
    await fail(3, /no queue "nowhere"/, 'queue', 'transfer', task, 'nowhere');
  });

  it('rename a queue, and delete one that is not empty only by force', async () => {
    await succeed('queue', 'create', 'old');
    await succeed('queue', 'rename', 'old', 'new');
    await succeed('task', 'enqueue', await createTask('waiting'), '--queue', 'new');
    await fail(1, /not empty/, 'queue', 'delete', 'new');
    await succeed('queue', 'delete', 'new', '--force');
    await fail(3, /no queue "new"/, 'queue', 'show', 'new');
  });

  it('print the console, all of it or its end', async () => {
    const task = await createTask('talking');
    const lines = Array.from({ length: 5 }, (_, index) => `line ${index + 1}`);
    const log = (msg: string, index: number) => ({
      type: 'log',
      task,
      timestamp: 1_000 + index,
      level: 'info',
      worker: 'w',
      msg,
    });
    for (const [index, msg] of lines.entries()) await server.call('events.add', log(msg, index));
    assert.deepEqual((await succeed('task', 'log', task)).split('\n'), lines);
    assert.deepEqual((await succeed('task', 'log', task, '-n', '2')).split('\n'), lines.slice(-2));
    assert.deepEqual((await succeed('task', 'log', task, '--follow')).split('\n'), lines);
    assert.equal(JSON.parse((await succeed('task', 'log', task, '-n', '1', '--json')) ?? '').text, 'line 5');
  });

  it('create, list and revoke credentials', async () => {
    const { accessKey: key, secretKey: secret } = JSON.parse(
      await succeed('credentials', 'create', '--label', 'laptop', '--json'),
    );
    const env = { CLEARML_API_HOST: server.url, CLEARML_API_ACCESS_KEY: key, CLEARML_API_SECRET_KEY: secret };
    assert.equal((await runCli(['queue', 'list'], { env })).code, 0);
    const list = await succeed('credentials', 'list');
    assert.match(list, new RegExp(`^${key} +user .*laptop$`, 'm'));
    assert.ok(!list.includes(secret));
    await succeed('credentials', 'revoke', key);
    const refused = await runCli(['queue', 'list'], { env });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^perdura: /);
  });

  it('add users, each name once, with a role that can be changed', async () => {
    assert.match(await succeed('user', 'add', 'bob'), /^bob is added with the role user, password \S{16}$/);
    await fail(1, /bob/, 'user', 'add', 'bob');
    assert.match(await succeed('user', 'list'), /^\S+ +user +bob +bob$/m);
    await succeed('user', 'role', 'bob', 'admin');
    assert.match(await succeed('user', 'list'), /^\S+ +admin +bob +bob$/m);
    await fail(2, /'chief' is invalid.*admin, user, viewer/, 'user', 'role', 'bob', 'chief');
    await fail(3, /no user "nobody"/, 'user', 'role', 'nobody', 'viewer');
  });

  it("refuse a viewer what changes something, and an agent's key what is secret, with the role that is needed", async () => {
    const { id } = JSON.parse(await succeed('user', 'add', 'vera', '--role', 'viewer', '--json'));
    const pairOf = async (authorization: string, madeFor: string) =>
      (await (
        await fetch(`${server.url}/api/credentials`, {
          method: 'POST',
          headers: { Authorization: authorization, 'Content-Type': 'application/json' },
          body: JSON.stringify({ madeFor }),
        })
      ).json()) as { accessKey: string; secretKey: string };
    const as = ({ accessKey, secretKey }: { accessKey: string; secretKey: string }, ...args: string[]) =>
      runCli(args, {
        env: { CLEARML_API_HOST: server.url, CLEARML_API_ACCESS_KEY: accessKey, CLEARML_API_SECRET_KEY: secretKey },
      });
    const vera = await pairOf(`Bearer ${await server.api.tokens.sign({ userId: id, epoch: 0 }, 60)}`, 'user');
    assert.equal((await as(vera, 'queue', 'list')).code, 0);
    const refused = await as(vera, 'queue', 'create', 'mine');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /queues\.create: your role is viewer, and this needs the role user or admin/);
    const agent = JSON.parse(await succeed('credentials', 'create', '--agent', '--json'));
    assert.equal((await as(agent, 'queue', 'create', 'of an agent')).code, 0);
    for (const command of [
      ['user', 'list'],
      ['credentials', 'list'],
      ['autoscaler', 'list'],
    ])
      assert.match(
        (await as(agent, ...command)).stderr,
        /were made for an agent, and this needs a user's own/,
        command.join(' '),
      );
    assert.match(await succeed('credentials', 'list', '--user', 'vera'), new RegExp(`^${vera.accessKey} +user `, 'm'));
    await succeed('credentials', 'revoke', vera.accessKey, '--user', 'vera');
    assert.equal((await as(vera, 'queue', 'list')).code, 1);
  });

  it('say that a task does not exist with exit code 3', async () => {
    await fail(3, /0{32}/, 'task', 'show', '0'.repeat(32));
    await fail(3, /0{32}|not/i, 'task', 'log', '0'.repeat(32));
  });
});
