import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun } from '../../sdk/pipelines/runs.ts';
import { eventually } from '../support/eventually.ts';
import type { Installation } from '../support/installation.ts';
import { PythonInstallation } from '../support/python-installation.ts';

/** The SDK alone takes seconds to start, and the controller looks at its steps every 12. */
const DEADLINE = { deadlineMs: 240_000 };

describe("a run of ClearML's own PipelineController whose agent is killed", function () {
  this.timeout(900_000);
  let folder: string;
  let python: PythonInstallation;
  let installation: Installation;
  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'perdura-python-controller-'));
    python = await PythonInstallation.start(this, { env: { GO: join(folder, 'go') } });
    ({ installation } = python);
    for (const name of ['steps-one', 'steps-two']) await python.startAgent(name, 'steps');
  });
  after(async () => {
    await python?.release();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const statesOf = async (run: string) =>
    Object.fromEntries((await readRun(installation.client, run)).nodes.map(({ name, state }) => [name, state]));

  it('goes on under another agent: finished steps are kept, the one that runs is not started again, and it completes', async () => {
    const first = await python.startAgent('services-one', 'services');
    await python.run('outlived-pipeline.py');
    const run = (await python.tasks({ type: ['controller'] }))[0]!.id;
    await eventually('the second step runs', async () => (await python.notes()).includes('slow'), DEADLINE);
    await eventually('its run says so', async () => (await statesOf(run)).slow === 'running', DEADLINE);

    await first.kill('SIGKILL');
    await python.startAgent('services-two', 'services');
    const { id: slow } = await eventually(
      'the step is made again',
      async () => {
        const steps = await python.tasks<{ id: string; status_reason: string }>({ parent: [run] }, 'status_reason');
        return steps.find(({ status_reason }) => status_reason.startsWith('follows task'));
      },
      DEADLINE,
    );
    await writeFile(join(folder, 'go'), '');
    await eventually('the run completes', async () => (await readRun(installation.client, run)).status === 'completed', DEADLINE);

    const view = await readRun(installation.client, run);
    assert.deepEqual(await statesOf(run), { first: 'completed', slow: 'completed', last: 'completed' });
    assert.equal(view.nodes.find(({ name }) => name === 'slow')!.task, slow);
    assert.deepEqual(await python.notes(), ['first', 'slow', 'last 42']);
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
