import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { claim } from '../../../../../activities/db/queues/claim.ts';
import { query, sql } from '../../../../../activities/db/sql.ts';
import { startTestApi, type TestApi } from '../../../../support/api-server.ts';

const EVENT_TABLES = ['series', 'plots', 'debug_images', 'log_events'];

describe('results of tasks', () => {
  let server: TestApi;
  let project: string;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'results' })).data.id;
  });
  after(() => server.release());

  const em = () => server.api.db.em.fork();
  const document = async (task: string) => (await server.call('tasks.get_by_id', { task })).data.task;

  async function storeFile(path: string): Promise<string> {
    const file = join(server.api.options.filesDir, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'content');
    return `${server.filesUrl}/${path}`;
  }

  const storedFiles = async (folder: string): Promise<string[]> => {
    const entries = await readdir(join(server.api.options.filesDir, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  };

  /** A completed task with an artifact, a debug sample, a plot, a curve, console output, an output model: with files. */
  async function taskWithResults(): Promise<{ task: string; model: string }> {
    const { data } = await server.call('tasks.create', { name: 'with results', project, tags: ['kept'], script: { diff: 'd' } });
    const task: string = data.id;
    await server.call('tasks.started', { task });
    await server.call('tasks.add_or_update_artifacts', {
      task,
      artifacts: [
        { key: 'out', type: 'str', uri: await storeFile(`${task}/artifact.txt`) },
        { key: 'in', mode: 'input', type: 'str', uri: await storeFile(`${task}/input.txt`) },
      ],
    });
    const model = (await server.call('models.create', { name: 'm', uri: await storeFile(`${task}/model.pt`), project, task }))
      .data.id;
    await server.call('tasks.add_or_update_model', { task, name: 'm', model, type: 'output' });
    const plot = JSON.stringify({ layout: { images: [{ source: await storeFile(`${task}/plot.png`) }] } });
    await addEvents(task, await storeFile(`${task}/image.png`), plot);
    await server.call('tasks.edit', { task, force: true, runtime: { x: 1 } });
    await server.call('tasks.completed', { task });
    return { task, model };
  }

  async function addEvents(task: string, image: string, plot: string): Promise<void> {
    await query(
      em(),
      sql`insert into series (owner, metric, variant, metric_hash, variant_hash) values (${task}, 'm', 'v', 'h', 'h')`,
    );
    await query(em(), sql`insert into log_events (task, at, msg) values (${task}, 1, 'line')`);
    await query(
      em(),
      sql`insert into plots (owner, of_model, metric, variant, iter, at, plot_str) values (${task}, false, 'm', 'v', 0, 1, ${plot})`,
    );
    await query(
      em(),
      sql`insert into debug_images (owner, of_model, metric, variant, iter, key, at, url) values (${task}, false, 'm', 'v', 0, '', 1, ${image})`,
    );
  }

  async function eventsOf(task: string): Promise<number> {
    let count = 0;
    for (const table of EVENT_TABLES) {
      const owner = sql.ref(table === 'log_events' ? 'task' : 'owner');
      count += (await query(em(), sql`select 1 from ${sql.table(table)} where ${owner} = ${task}`)).length;
    }
    return count;
  }

  it('a reset deletes them, their files too, and keeps the definition', async () => {
    const { task, model } = await taskWithResults();
    assert.equal((await storedFiles(task)).length, 5);
    const { data } = await server.call('tasks.reset', { task, return_file_urls: true });
    assert.deepEqual([data.fields.status, data.deleted_models, data.urls.event_urls.length], ['created', 1, 2]);
    const reset = await document(task);
    assert.deepEqual(
      [reset.execution.artifacts.map((artifact: any) => artifact.key), reset.models.output, reset.runtime, reset.last_metrics],
      [['in'], [], {}, {}],
    );
    assert.deepEqual([reset.started, reset.completed, reset.tags, reset.script.diff], [undefined, undefined, ['kept'], 'd']);
    assert.equal(await eventsOf(task), 0);
    assert.equal((await server.call('models.get_by_id', { model })).meta.result_subcode, 201);
    assert.deepEqual(await storedFiles(task), ['input.txt']);
  });

  it('a reset with clear_all drops the code too', async () => {
    const { task } = await taskWithResults();
    await server.call('tasks.reset', { task, clear_all: true });
    assert.deepEqual((await document(task)).script, {});
  });

  it('a reset keeps models that are published or used, and files on request', async () => {
    const used = await taskWithResults();
    const user = (await server.call('tasks.create', { name: 'user', project })).data.id;
    await server.call('tasks.add_or_update_model', { task: user, name: 'in', model: used.model, type: 'input' });
    const published = await taskWithResults();
    await server.call('models.set_ready', { model: published.model });
    for (const { task, model } of [used, published]) {
      const { data } = await server.call('tasks.reset', { task, delete_external_artifacts: false });
      assert.equal(data.deleted_models, 0);
      assert.equal((await server.call('models.get_by_id', { model })).status, 200);
      assert.equal((await storedFiles(task)).length, 5);
    }
  });

  it('a published task is never reset', async () => {
    const { task } = await taskWithResults();
    await server.call('tasks.publish', { task });
    for (const force of [false, true]) assert.equal((await server.call('tasks.reset', { task, force })).status, 400);
    assert.equal((await document(task)).status, 'published');
    assert.ok((await eventsOf(task)) > 0);
  });

  it('a reset of a waiting task takes it out of its queue; of a running one it ends the run', async () => {
    const { data } = await server.call('tasks.create', { name: 'waits', project });
    await server.call('tasks.enqueue', { task: data.id });
    const waiting = await server.call('tasks.reset', { task: data.id });
    assert.deepEqual([waiting.data.fields.status, waiting.data.dequeued], ['created', { removed: 1 }]);
    await server.call('tasks.started', { task: data.id });
    await query(em(), sql`delete from outbox`);
    await server.call('tasks.reset', { task: data.id });
    const [attempt] = await query<{ state: string }>(
      em(),
      sql`select state from attempts where task = ${data.id} order by number desc limit 1`,
    );
    const [told] = await query<{ message: { kind: string } }>(em(), sql`select message from outbox`);
    assert.deepEqual([attempt?.state, told?.message.kind], ['cancelled', 'stopRequested']);
  });

  /** What a process of the newest attempt of the task is answered when it says that it lives. */
  async function pingOfRun(task: string): Promise<() => Promise<number>> {
    const [{ attempt }] = (await query<{ attempt: number }>(em(), sql`select attempt from tasks where id = ${task}`)) as any;
    const userId = (await server.call('users.get_current_user')).data.user.id;
    const token = await server.api.tokens.sign({ userId, epoch: 0, run: { taskId: task, attempt } }, 60);
    const headers = { Authorization: `Bearer ${token}` };
    return async () => (await fetch(`${server.url}/tasks.ping?task=${task}`, { headers })).status;
  }

  it('what a reset run still sends is refused', async () => {
    const { task } = await taskWithResults();
    await server.call('tasks.started', { task });
    const ping = await pingOfRun(task);
    assert.equal(await ping(), 200);
    await server.call('tasks.reset', { task });
    assert.equal(await ping(), 401);
    await server.call('tasks.started', { task });
    assert.equal((await document(task)).status, 'in_progress');
  });

  it('what a run sends whose task somebody else has ended, and reset before its process was gone, is refused', async () => {
    const { data } = await server.call('tasks.create', { name: 'ended by hand', project });
    const { fields } = (await server.call('tasks.enqueue', { task: data.id })).data;
    await claim(server.api.db, { queues: [fields['execution.queue']], worker: 'w', kind: 'agent' });
    const ping = await pingOfRun(data.id);
    await server.call('tasks.failed', { task: data.id });
    assert.equal(await ping(), 200);
    await server.call('tasks.reset', { task: data.id });
    assert.equal(await ping(), 401);
  });

  it('a delete without force is for drafts and archived tasks', async () => {
    const { task } = await taskWithResults();
    assert.equal((await server.call('tasks.delete', { task })).meta.result_subcode, 123);
    await server.call('tasks.archive_many', { ids: [task] });
    assert.equal((await server.call('tasks.delete', { task })).data.deleted, true);
  });

  it('a delete leaves nothing: no rows, no events, no models, no files; children lose their parent', async () => {
    const { task, model } = await taskWithResults();
    const child = (await server.call('tasks.clone', { task })).data.id;
    const { data } = await server.call('tasks.delete', { task, force: true });
    assert.deepEqual([data.deleted, data.deleted_models, data.updated_children, data.urls], [true, 1, 1, null]);
    assert.equal((await server.call('tasks.get_by_id', { task })).meta.result_subcode, 101);
    assert.equal((await server.call('models.get_by_id', { model })).meta.result_subcode, 201);
    assert.equal(await eventsOf(task), 0);
    assert.deepEqual(await query(em(), sql`select 1 from task_transitions where task = ${task}`), []);
    assert.equal((await document(child)).parent, undefined);
    assert.deepEqual(await storedFiles(task), ['input.txt']);
  });

  it('a file that another task refers to is kept', async () => {
    const { task } = await taskWithResults();
    const other = (await server.call('tasks.create', { name: 'other', project })).data.id;
    const { uri } = (await document(task)).execution.artifacts[0];
    await server.call('tasks.add_or_update_artifacts', { task: other, artifacts: [{ key: 'same', type: 'str', uri }] });
    await server.call('tasks.delete', { task, force: true });
    assert.deepEqual((await storedFiles(task)).toSorted(), ['artifact.txt', 'input.txt']);
  });

  it('files stay for a while for a Python client, which deletes them itself', async () => {
    const { task } = await taskWithResults();
    await fetch(`${server.url}/tasks.delete`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa('TESTKEY:test-secret-key')}`,
        'Content-Type': 'application/json',
        'X-ClearML-Client': 'clearml-2.1.12',
      },
      body: JSON.stringify({ task, force: true }),
    });
    assert.equal((await storedFiles(task)).length, 5);
    const due = await query(em(), sql`select 1 from discarded_files where due between now() and now() + interval '61 s'`);
    assert.equal(due.length, 4);
    await query(em(), sql`delete from discarded_files`);
  });

  it('many are reset and deleted by one call, each for itself', async () => {
    const [first, second] = [await taskWithResults(), await taskWithResults()];
    await server.call('tasks.publish', { task: second.task });
    const reset = await server.call('tasks.reset_many', { ids: [first.task, second.task] });
    assert.deepEqual([reset.data.succeeded.length, reset.data.failed[0].error.codes], [1, [400, 113]]);
    const deleted = await server.call('tasks.delete_many', { ids: [first.task, second.task], force: true });
    assert.deepEqual(
      deleted.data.succeeded.map((one: any) => one.deleted),
      [true, true],
    );
  });

  it('a clone has the definition of its source and none of its results', async () => {
    const { task } = await taskWithResults();
    await server.call('tasks.edit', {
      task,
      force: true,
      hyperparams: { Args: { lr: { value: '0.1' } } },
      container: { image: 'python' },
      system_tags: ['development', 'special'],
      execution: { model_labels: { a: 1 } },
    });
    const { data } = await server.call('tasks.clone', {
      task,
      new_task_name: 'clone',
      new_task_comment: 'cc',
      new_project_name: 'results/clones',
      execution_overrides: { framework: 'x' },
    });
    const [source, clone] = [await document(task), await document(data.id)];
    assert.deepEqual([clone.status, clone.parent, clone.name, clone.comment], ['created', task, 'clone', 'cc']);
    assert.deepEqual(
      [clone.hyperparams, clone.script, clone.container, clone.tags],
      [source.hyperparams, source.script, source.container, ['kept']],
    );
    assert.deepEqual([clone.system_tags, clone.runtime, clone.models], [['special'], {}, { input: [], output: [] }]);
    assert.deepEqual(
      clone.execution.artifacts.map((artifact: any) => artifact.key),
      ['in'],
    );
    assert.deepEqual([clone.execution.model_labels, clone.execution.framework], [{ a: 1 }, 'x']);
    assert.deepEqual([clone.project, data.new_project.name], [data.new_project.id, 'results/clones']);
    await server.call('tasks.edit', { task: data.id, hyperparams: { Args: { lr: { value: '9' } } } });
    assert.equal((await document(task)).hyperparams.Args.lr.value, '0.1');
  });
});
