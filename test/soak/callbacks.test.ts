import assert from 'node:assert/strict';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runWithKilledWorker } from '../support/killed-worker.ts';

const KILLS = Number(process.env.SOAK_KILLS ?? 10);

describe(`callbacks whose worker is killed ${KILLS} times at random`, function () {
  this.timeout(1_800_000);
  let installation: Installation;
  before(async () => {
    installation = await startInstallation();
  });
  after(() => installation?.release());

  it('make one effect for each step and hook', async () => {
    for (let killed = 0; killed < KILLS; ) {
      const { run, keys, kills } = await runWithKilledWorker(installation, KILLS - killed);
      assert.equal(run.status, 'completed', run.statusReason);
      assert.equal(keys.size, 3 * run.nodes.length, 'as many effects as calls');
      killed += kills;
      const calls = [...keys.values()].reduce((sum, times) => sum + times, 0);
      console.log(`      ${kills} kills: ${calls} calls for ${keys.size} keys`);
      assert.ok(kills > 0, 'the worker was killed in mid-run');
    }
  });
});
