import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { provideSdk } from '../../support/python-environment.ts';

const SCRIPT = join(import.meta.dirname, 'viewer.py');

describe("ClearML's SDK with the keys of a viewer", function () {
  this.timeout(240_000);
  let server: TestApi;
  let python: string;
  before(async function () {
    const provided = await provideSdk();
    if (!provided) return this.skip();
    python = provided;
    server = await startTestApi();
  });
  after(() => server?.release());

  async function viewerKeys(): Promise<{ accessKey: string; secretKey: string }> {
    const { body } = await server.request('POST', '/api/users', { username: 'v', password: 'v-password', role: 'viewer' });
    const token = await server.api.tokens.sign({ userId: body.user.id, epoch: 0 }, 60);
    const response = await fetch(`${server.url}/api/credentials`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    return (await response.json()) as { accessKey: string; secretKey: string };
  }

  it('reads a task, and fails with the role that is needed where it would change something', async () => {
    const { data: project } = await server.call('projects.create', { name: 'p' });
    const x = { section: 'Args', name: 'x', value: '1', type: 'float' };
    const { data: task } = await server.call('tasks.create', {
      ...{ name: 'there', type: 'training', project: project.id, hyperparams: { Args: { x } } },
    });
    const { accessKey, secretKey } = await viewerKeys();
    const { stdout } = await execa(python, [SCRIPT, task.id, 'p'], {
      env: {
        ...{ CLEARML_API_HOST: server.url, CLEARML_WEB_HOST: server.url, CLEARML_FILES_HOST: server.filesUrl },
        ...{ CLEARML_API_ACCESS_KEY: accessKey, CLEARML_API_SECRET_KEY: secretKey, CLEARML_CONFIG_FILE: '/nowhere' },
      },
    });
    const { seen, refused } = JSON.parse(stdout.trim().split('\n').at(-1)!);
    assert.deepEqual(seen, { name: 'there', parameters: { 'Args/x': '1' }, scalars: {} });
    for (const [what, endpoint] of Object.entries({ init: 'tasks.create', enqueue: 'tasks.enqueue', clone: 'tasks.clone' }))
      assert.match(
        refused[what],
        new RegExp(`403.*\\(${endpoint}: your role is viewer, and this needs the role user or admin\\)`),
      );
    assert.equal((await server.call('tasks.get_all', {})).data.tasks.length, 1);
  });
});
