import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { SweepView, TrialView } from '../../workflows/contracts/sweep-api.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { createTrialTask, submitTrials } from '../support/sweep-trials.ts';

describe('a sweep on a whole installation', function () {
  this.timeout(300_000);
  let installation: Installation;
  let base: string;
  before(async () => {
    installation = await startInstallation({ agents: true });
    base = await createTrialTask(installation.client, 'faults');
  });
  after(() => installation?.release());

  const view = (sweep: string) => installation.client.request<SweepView>('GET', `/api/sweeps/${sweep}`);
  /** @throws Error with what is known of the sweep and its trials when it does not */
  const completes = async (sweep: string) => {
    const status = () =>
      view(sweep).then(
        (seen) => seen.status,
        () => 'unknown',
      );
    const isOver = async () => !['queued', 'in_progress', 'unknown'].includes(await status());
    await eventually('the sweep ends', isOver, { deadlineMs: 200_000, everyMs: 200 }).catch(async (error: Error) => {
      throw new Error(`${error.message}\n${inspect([await view(sweep), await trialsOf(sweep)], { depth: 5 })}`);
    });
    assert.equal(await status(), 'completed', inspect(await view(sweep), { depth: 5 }));
  };
  const trialsOf = async (sweep: string) =>
    (await installation.client.request<{ trials: TrialView[] }>('GET', `/api/sweeps/${sweep}/trials`)).trials;

  it('has its trials run by an agent, and goes on where it was after kill -9 of the orchestrator, of Temporal and of the API', async () => {
    const sweep = await submitTrials(installation.client, {
      ...{ base, queue: 'default' },
      limits: { maxTrials: 8, maxConcurrent: 2 },
    });
    for (const [service, done] of [
      ['orchestrator', 2],
      ['temporal', 4],
      ['api', 6],
    ] as const) {
      await eventually(
        `${done} trials have ended`,
        async () => ((await view(sweep).catch(() => null))?.trials.completed ?? 0) >= done,
        {
          deadlineMs: 120_000,
          everyMs: 100,
        },
      );
      await installation.kill(service);
    }
    await completes(sweep);
    const trials = await trialsOf(sweep);
    assert.deepEqual(
      trials.map(({ number, state }) => [number, state]),
      Array.from({ length: 8 }, (_, number) => [number, 'completed']),
    );
    for (const { task, parameters, values } of trials) {
      assert.deepEqual(values, [((parameters['Args/x'] as number) - 3) ** 2]);
      const { attempts } = await installation.client.request<{ attempts: unknown[] }>('GET', `/api/tasks/${task}/attempts`);
      assert.equal(attempts.length, 1, `trial ${task} ran once`);
    }
    assert.equal(new Set(trials.map(({ parameters }) => parameters['Args/x'])).size, 8);
  });
});
