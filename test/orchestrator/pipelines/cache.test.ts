import assert from 'node:assert/strict';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { putArtifacts } from '../../../activities/db/tasks/artifacts.ts';
import { type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, submit } from '../../support/pipeline-records.ts';

describe('the cache of steps', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  let content = 'abc';
  before(async () => {
    bench = await startPipelineBench();
    bench.plays.make = async ({ taskId }) => {
      const artifact = { key: 'data', uri: `http://files/${taskId}`, hash: content, type: 'json' };
      await putArtifacts(bench.db, { task: taskId, userId: 'u', force: true, artifacts: [artifact] });
      return undefined;
    };
    assert.deepEqual((await play()).use.slice(0, 2), ['completed', 'not cached: the step has not completed before']);
  });
  after(() => bench.release());

  const code = { code: 'print(1)', entryPoint: 'a.py', binary: 'python3' };
  const play = async (change: Record<string, unknown> = {}, options: { ignoreCache?: boolean } = {}) => {
    const steps = [
      bench.task('make'),
      {
        name: 'use',
        kind: 'task',
        base: code,
        cache: true,
        parameters: { 'Args/data': '${make.artifacts.data.url}', 'Args/lr': 1 },
        ...change,
      },
    ];
    const run = await submit(bench.db, looseSpec({ name: 'cached', steps }, bench.queue), options);
    const status = await endOf(bench.db, run);
    const use = (await readNodes(bench.db.em.fork(), run)).find(({ name }) => name === 'use')!;
    return { status, use: [use.state, use.reason, use.task] as const };
  };

  it('gives the task of an equal step that completed before, though the address of its input is another one', async () => {
    const first = await play();
    const second = await play();
    assert.equal(second.status, 'completed');
    assert.equal(second.use[0], 'cached');
    assert.match(second.use[1] ?? '', /^cached: equal to task /);
    assert.equal(second.use[2], first.use[2]);
  });

  const misses: [string, Record<string, unknown>][] = [
    ['parameters', { parameters: { 'Args/data': '${make.artifacts.data.url}', 'Args/lr': 2 } }],
    ['code', { base: { ...code, code: 'print(2)' } }],
    ['packages', { packages: ['numpy==2.0'] }],
    ['container', { container: { image: 'python:3.12' } }],
  ];
  for (const [part, change] of misses) {
    it(`misses when ${part} changed, and says so`, async () => {
      await play();
      assert.match((await play(change)).use[1] ?? '', new RegExp(`^not cached: ${part} changed since task `));
    });
  }

  it('misses when the content of an input changed', async () => {
    await play();
    content = 'other';
    assert.match((await play()).use[1] ?? '', /^not cached: inputs changed since task /);
    assert.equal((await play()).use[0], 'cached');
  });

  it('is passed over by a run that ignores it, which refreshes it', async () => {
    const before = await play();
    const fresh = await play({}, { ignoreCache: true });
    assert.deepEqual(
      [fresh.status, fresh.use[0], fresh.use[1]],
      ['completed', 'completed', 'not cached: the run ignores the cache'],
    );
    const after = await play();
    assert.equal(after.use[2], fresh.use[2]);
    assert.notEqual(after.use[2], before.use[2]);
  });

  it('gives nothing that is in the archive', async () => {
    const { use } = await play();
    await query(bench.db.em.fork(), sql`update tasks set system_tags = '{archived}' where id = ${use[2]}`);
    assert.match((await play()).use[1] ?? '', /is archived or no longer completed/);
  });

  it('never answers for a commit that is not pinned', async () => {
    const base = { repository: 'https://example.com/r.git', branch: 'main', entryPoint: 'a.py' };
    assert.equal((await play({ base })).use[1], 'not cached: the commit is not pinned');
  });
});
