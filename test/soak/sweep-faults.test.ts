import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { SweepView, TrialView } from '../../workflows/contracts/sweep-api.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { provideOptunaOrSkip } from '../support/optuna.ts';
import { createTrialTask, submitTrials } from '../support/sweep-trials.ts';

/** Of the sweep by Optuna, and when it is disturbed. */
const TRIALS = 50;
const KILLED_AT = 20;

describe('a sweep on a whole installation', function () {
  this.timeout(1_500_000);
  let installation: Installation;
  let base: string;
  before(async () => {
    installation = await startInstallation({ agents: true, env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
    base = await createTrialTask(installation.client, 'faults');
  });
  after(() => installation?.release());

  const view = (sweep: string) => installation.client.request<SweepView>('GET', `/api/sweeps/${sweep}`);
  /** @throws Error with what is known of the sweep and its trials when it does not */
  const completes = async (sweep: string, deadlineMs = 200_000) => {
    const status = () =>
      view(sweep).then(
        (seen) => seen.status,
        () => 'unknown',
      );
    const isOver = async () => !['queued', 'in_progress', 'unknown'].includes(await status());
    await eventually('the sweep ends', isOver, { deadlineMs, everyMs: 200 }).catch(async (error: Error) => {
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

  it(`by Optuna goes on with the points that it would have had, and runs none again, when its orchestrator is killed at ${KILLED_AT} of ${TRIALS} trials`, async function () {
    await provideOptunaOrSkip(this);
    const begin = () =>
      submitTrials(installation.client, {
        ...{ base, queue: 'default', limits: { maxTrials: TRIALS, maxConcurrent: 1 } },
        strategy: { kind: 'optuna', seed: 5, sampler: { name: 'TPESampler', arguments: {} }, pruner: null },
      });
    const pointsOf = (trials: TrialView[]) => trials.map(({ number, parameters, values }) => [number, parameters, values]);
    const killed = await begin();
    const hasCome = async () => ((await view(killed)).trials.completed ?? 0) >= KILLED_AT;
    await eventually(`${KILLED_AT} trials have ended`, hasCome, { deadlineMs: 600_000, everyMs: 100 });
    const early = (await trialsOf(killed)).slice(0, KILLED_AT);
    await installation.kill('orchestrator');
    await completes(killed, 600_000);
    const trials = await trialsOf(killed);
    assert.deepEqual(trials.slice(0, KILLED_AT), early);
    assert.equal(trials.length, TRIALS);
    for (const { task } of trials) {
      const { attempts } = await installation.client.request<{ attempts: unknown[] }>('GET', `/api/tasks/${task}/attempts`);
      assert.equal(attempts.length, 1, `trial ${task} ran once`);
    }
    const undisturbed = await begin();
    await completes(undisturbed, 600_000);
    assert.deepEqual(pointsOf(trials), pointsOf(await trialsOf(undisturbed)));
  });
});
