import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { readRun } from '../../sdk/pipelines/runs.ts';
import { type AgentProcess, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { providePython } from '../support/python-environment.ts';

const SCRIPT = join(import.meta.dirname, '../support/outlived-pipeline.py');
/** The SDK alone takes seconds to start, and the controller looks at its steps every 12. */
const DEADLINE = { deadlineMs: 240_000 };

describe("a run of ClearML's own PipelineController whose agent is killed", function () {
  this.timeout(900_000);
  let folder: string;
  let python: string;
  let installation: Installation;
  const agents: AgentProcess[] = [];
  before(async function () {
    const found = await providePython('bench-clearml-2.1.12', ['clearml==2.1.12']);
    if (!found) return this.skip();
    python = found;
    folder = await mkdtemp(join(tmpdir(), 'perdura-python-controller-'));
    const env = {
      // Agents use the Python that has the SDK.
      ...{ PATH: `${dirname(python)}:${process.env.PATH}`, CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' },
      ...{ NOTES: join(folder, 'notes'), GO: join(folder, 'go') },
    };
    installation = await startInstallation({ env });
    for (const name of ['steps-one', 'steps-two']) agents.push(await startAgentProcess(installation, { name, queue: 'steps' }));
  });
  after(async () => {
    await Promise.all(agents.map((agent) => agent.kill('SIGTERM')));
    await installation?.release();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const statesOf = async (run: string) =>
    Object.fromEntries((await readRun(installation.client, run)).nodes.map(({ name, state }) => [name, state]));
  const notes = async () => (await readFile(join(folder, 'notes'), 'utf8')).split('\n').filter(Boolean);

  it('goes on under another agent: finished steps are kept, the one that runs is not started again, and it completes', async () => {
    const first = await startAgentProcess(installation, { name: 'services-one', queue: 'services' });
    agents.push(first);
    // Beside no repository: the task has the whole script then.
    const script = join(folder, 'pipeline.py');
    await copyFile(SCRIPT, script);
    await execa(python, [script], { cwd: folder, env: installation.env, extendEnv: false });
    const { tasks } = await installation.client.call<{ tasks: { id: string }[] }>('tasks.get_all', {
      ...{ type: ['controller'], search_hidden: true, only_fields: ['id'] },
    });
    const run = tasks[0]!.id;
    await eventually('the second step runs', async () => (await notes().catch((): string[] => [])).includes('slow'), DEADLINE);
    await eventually('its run says so', async () => (await statesOf(run)).slow === 'running', DEADLINE);

    await first.kill('SIGKILL');
    agents.push(await startAgentProcess(installation, { name: 'services-two', queue: 'services' }));
    const { id: slow } = await eventually(
      'the step is made again',
      async () => {
        const all = await installation.client.call<{ tasks: { id: string; status_reason: string }[] }>('tasks.get_all', {
          ...{ parent: [run], search_hidden: true, only_fields: ['status_reason'] },
        });
        return all.tasks.find(({ status_reason }) => status_reason.startsWith('follows task'));
      },
      DEADLINE,
    );
    await writeFile(join(folder, 'go'), '');
    await eventually('the run completes', async () => (await readRun(installation.client, run)).status === 'completed', DEADLINE);

    const view = await readRun(installation.client, run);
    assert.deepEqual(await statesOf(run), { first: 'completed', slow: 'completed', last: 'completed' });
    assert.equal(view.nodes.find(({ name }) => name === 'slow')!.task, slow);
    assert.deepEqual(await notes(), ['first', 'slow', 'last 42']);
    const { attempts } = await installation.client.request<{ attempts: { state: string; worker: string }[] }>(
      'GET',
      `/api/tasks/${run}/attempts`,
    );
    // The first one was the process that submitted it.
    assert.deepEqual(
      attempts.slice(1).map(({ state, worker }) => [state, worker]),
      [
        ['lost', 'services-one:cpu:0'],
        ['succeeded', 'services-two:cpu:0'],
      ],
    );
  });
});
