import assert from 'node:assert/strict';
import { PROJECT_FOLDER } from '../../stack/project-folder.ts';
import { HalfWayRun } from '../support/half-way-run.ts';
import { type OtherVersion, takeVersion } from '../support/other-version.ts';

/** The first version whose pipelines have left histories in `test/histories/`: every later one must go on where it was. */
const OLDEST = '78f30fe';
const FROM = process.env.SOAK_UPGRADE_FROM || OLDEST;

describe(`an upgrade from ${FROM} while a pipeline runs`, function () {
  this.timeout(600_000);
  let old: OtherVersion;
  let half: HalfWayRun;
  before(async function () {
    const found = await takeVersion(FROM);
    if (!found) {
      process.stderr.write(`the upgrade is not tried: this clone has no commit ${FROM}\n`);
      return this.skip();
    }
    old = found;
    half = await HalfWayRun.start({ code: old.folder });
  });
  after(async () => {
    await half?.release();
    await old?.release();
  });

  it('ends the run as its definition says, with the server, then agents and worker replaced, and nothing run twice', async () => {
    const before = await half.view();
    await half.installation.replaceCode(PROJECT_FOLDER);
    assert.deepEqual(
      (await half.view()).nodes.map(({ name, state }) => [name, state]),
      before.nodes.map(({ name, state }) => [name, state]),
    );
    // Agents and worker of the old version go on with the new server.
    await half.approve();
    await half.untilCompleted('each');
    half.useCode(PROJECT_FOLDER);
    await Promise.all([half.killAgents(), half.killWorker()]);
    await half.startAgents();
    await half.startWorker();
    await half.letGo();
    await half.assertRanOnce();
  });
});
