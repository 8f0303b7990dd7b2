import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleGit } from 'simple-git';
import { registerExample } from '../../examples/digits/register.ts';
import { makeRepository } from '../../examples/digits/repository.ts';
import { createClient } from '../../sdk/http-client.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';

describe('the digits example', () => {
  let api: TestApi;
  let dataDir: string;
  before(async () => {
    api = await startTestApi();
    dataDir = await mkdtemp(join(tmpdir(), 'perdura-test-example-'));
  });
  after(async () => {
    await api.release();
    await rm(dataDir, { recursive: true, force: true });
  });

  const register = () => registerExample({ api: createClient({ apiUrl: api.url, ...TEST_CREDENTIALS }), dataDir });
  const read = async (taskId: string) => (await api.call('tasks.get_by_id', { task: taskId })).data.task;

  it('waits in the queue default, with its commit, packages and parameters', async () => {
    const { taskId } = await register();
    const task = await read(taskId);
    assert.equal(task.status, 'queued');
    assert.deepEqual(task.tags, ['example']);
    assert.deepEqual(task.hyperparams.Args.lr, {
      section: 'Args',
      name: 'lr',
      value: '0.001',
      type: 'float',
      description: 'learning rate of Adam',
    });
    assert.match(task.script.requirements.pip, /^clearml==/);
    assert.equal(task.output.destination, api.filesUrl);
    const clone = join(dataDir, 'clone');
    await simpleGit().clone(task.script.repository, clone);
    assert.equal(await simpleGit(clone).revparse(['HEAD']), task.script.version_num);
    assert.equal(await readFile(join(clone, task.script.entry_point), 'utf8'), await readFile(SCRIPT, 'utf8'));
  });

  it('has every argument of the script as a parameter', async () => {
    const { taskId } = await register();
    const { hyperparams } = await read(taskId);
    const given = [...(await readFile(SCRIPT, 'utf8')).matchAll(/add_argument\("--([\w-]+)"/g)];
    assert.deepEqual(Object.keys(hyperparams.Args).sort(), given.map(([, name]) => name!.replaceAll('-', '_')).sort());
  });

  it('has a clone whose model goes to the same place', async () => {
    const { taskId } = await register();
    const { data } = await api.call('tasks.clone', { task: taskId });
    assert.equal((await read(data.id)).output.destination, api.filesUrl);
  });

  it('is registered once', async () => {
    const first = await register();
    assert.deepEqual(await register(), first);
    const { data } = await api.call('tasks.get_all', { name: '^digits', tags: ['example'], parent: [null] });
    assert.equal(data.tasks.length, 1);
  });

  it('has the same commit wherever it is made, and stays at one', async () => {
    const here = await makeRepository(dataDir);
    const elsewhere = await makeRepository(join(dataDir, 'elsewhere'));
    assert.equal(elsewhere.commit, here.commit);
    assert.equal((await simpleGit(here.folder).log()).total, 1);
  });
});

const SCRIPT = fileURLToPath(new URL('../../examples/digits/train.py', import.meta.url));
