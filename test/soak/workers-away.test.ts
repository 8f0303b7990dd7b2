import { setTimeout as sleep } from 'node:timers/promises';
import { HalfWayRun } from '../support/half-way-run.ts';

/** How long nobody works on the run. */
const AWAY_SECONDS = Number(process.env.SOAK_WORKERS_AWAY_SECONDS ?? 600);

describe(`a run of a pipeline whose every worker is gone for ${AWAY_SECONDS} s`, function () {
  this.timeout(AWAY_SECONDS * 1000 + 600_000);
  let half: HalfWayRun;
  beforeEach(async () => {
    half = await HalfWayRun.start();
  });
  afterEach(() => half?.release());

  it('completes when they are started again, and no step ran twice, also one that has ended meanwhile', async () => {
    const bringBack = await half.installation.takeAway('orchestrator');
    await Promise.all([half.killAgents(), half.killWorker()]);
    await half.letGo();
    await sleep(AWAY_SECONDS * 1000);
    await bringBack();
    await half.startWorker();
    await half.startAgents();
    await half.approve();
    await half.assertRanOnce();
  });
});
