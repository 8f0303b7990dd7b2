import assert from 'node:assert/strict';
import type { RunView } from '../../workflows/contracts/pipeline-api.ts';
import { type AgentProcess, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

/** Three steps in a row, each the code of one file that a real agent runs. */
const STEPS = ['make', 'train', 'report'];

describe('a run of a pipeline on a whole installation', function () {
  this.timeout(240_000);
  let installation: Installation;
  let agent: AgentProcess;
  before(async () => {
    installation = await startInstallation();
    agent = await startAgentProcess(installation, { name: 'stepper', queue: 'default' });
  });
  after(async () => {
    await agent?.kill('SIGTERM');
    await installation?.release();
  });

  const submit = async (): Promise<string> => {
    const steps = STEPS.map((name, index) => ({
      name,
      kind: 'task',
      base: { code: `import time\nprint("${name} runs", flush=True)\ntime.sleep(1)\n`, entryPoint: 'step.py', binary: 'python3' },
      parents: STEPS.slice(Math.max(0, index - 1), index),
    }));
    const spec = { name: 'chain', project: 'faults', defaultQueue: 'default', steps };
    return (await installation.client.request<{ run: string }>('POST', '/api/pipelines/runs', { spec })).run;
  };
  const view = (run: string) => installation.client.request<RunView>('GET', `/api/pipelines/runs/${run}`);
  const ended = async (run: string): Promise<RunView> => {
    await eventually('the run ends', async () => ['completed', 'failed', 'stopped'].includes((await view(run)).status), {
      deadlineMs: 120_000,
    });
    return view(run);
  };
  const ranOnce = async (run: RunView) => {
    assert.deepEqual(
      run.nodes.map(({ name, state, attempts }) => ({ name, state, attempts })),
      STEPS.map((name) => ({ name, state: 'completed', attempts: 1 })),
    );
    for (const { name, task } of run.nodes) {
      const { events } = await installation.client.call<{ events: { msg: string }[] }>('events.get_task_log', { task });
      const lines = events.flatMap(({ msg }) => msg.split('\n')).filter((line) => line === `${name} runs`);
      assert.equal(lines.length, 1, `${name} ran once`);
    }
  };

  it('completes, with nobody on the queue of services', async () => {
    const run = await ended(await submit());
    assert.equal(run.status, 'completed', run.statusReason);
    await ranOnce(run);
    assert.deepEqual(await queuesByWorker(), { [agent.worker]: ['default'] });
  });

  const queuesByWorker = async (): Promise<Record<string, string[]>> => {
    const { workers } = await installation.client.call<{ workers: { id: string; queues: { name: string }[] }[] }>(
      'workers.get_all',
      {},
    );
    return Object.fromEntries(workers.map(({ id, queues }) => [id, queues.map(({ name }) => name)]));
  };

  for (const service of ['orchestrator', 'api', 'temporal', 'postgres']) {
    it(`outlives kill -9 of ${service} in mid-run: each step ran once`, async () => {
      const run = await submit();
      await eventually('the second step runs', async () => (await view(run).catch(() => null))?.nodes[1]?.state === 'running', {
        deadlineMs: 60_000,
      });
      await installation.kill(service);
      const end = await eventuallyEnded(run);
      assert.equal(end.status, 'completed', end.statusReason);
      await ranOnce(end);
    });
  }

  /** While a service is away, calls fail. */
  const eventuallyEnded = async (run: string): Promise<RunView> => {
    await eventually('the run ends', async () => (await view(run).catch(() => null))?.status === 'completed', {
      deadlineMs: 120_000,
    });
    return view(run);
  };
});
