import assert from 'node:assert/strict';
import { readSweep, readTrials } from '../../sdk/sweeps/index.ts';
import { DockerScalers } from '../support/docker/docker-scalers.ts';
import { createTrialTask, submitTrials } from '../support/sweep-trials.ts';

describe('a sweep on containers of this host', function () {
  this.timeout(900_000);
  let scalers: DockerScalers;
  before(async function () {
    scalers = await DockerScalers.start(this);
  });
  after(() => scalers?.release());

  it('launches three for a sweep of six trials, has all of them done, and ends the three', async () => {
    const { client } = scalers.installation;
    const scaler = await scalers.startScaler('study', { max: 3 });
    assert.deepEqual(await scalers.machinesOf(scaler), []);
    const base = await createTrialTask(client, 'study');
    const sweep = await submitTrials(client, { base, queue: 'study', limits: { maxTrials: 6, maxConcurrent: 6 } });
    const ended = async () => (await readSweep(client, sweep)).status === 'completed';
    assert.equal(await scalers.mostUntil('the sweep has completed', scaler, ended), 3);
    const trials = await readTrials(client, sweep);
    assert.deepEqual(
      trials.map(({ number, state }) => [number, state]),
      Array.from({ length: 6 }, (_, number) => [number, 'completed']),
    );
    for (const { parameters, values } of trials) assert.deepEqual(values, [((parameters['Args/x'] as number) - 3) ** 2]);
    await scalers.untilAllEnded(scaler);
    const workers = (await scalers.machinesOf(scaler)).map(({ worker }) => worker);
    assert.equal(workers.length, 3);
    for (const { task } of trials) {
      const attempts = await scalers.attemptsOf(task);
      assert.equal(attempts.length, 1, `trial ${task} ran once`);
      assert.ok(workers.includes(attempts[0]!.worker), `${attempts[0]!.worker} is one of ${workers.join(', ')}`);
    }
  });
});
