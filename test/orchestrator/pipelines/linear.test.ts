import assert from 'node:assert/strict';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { type DispatchBench, startDispatchBench } from '../../support/dispatch-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../../support/pipeline-records.ts';
import { createQueue, createTask, viewTask } from '../../support/records.ts';

describe('a run of a pipeline', () => {
  let bench: DispatchBench;
  let base: string;
  before(async () => {
    bench = await startDispatchBench();
    await bench.startOrchestrator();
    const queue = await createQueue(bench.db, 'steps');
    await bench.startAgent({ worker: 'box', queues: [queue] });
    base = await createTask(bench.db, { name: 'base', script: { diff: 'print(1)', entry_point: 'a.py' } });
  });
  after(() => bench.release());

  const task = (name: string, more: Record<string, unknown> = {}) => ({ name, kind: 'task', base: { task: base }, ...more });

  it('runs its steps in order and completes', async () => {
    const run = await submit(
      bench.db,
      looseSpec({ steps: [task('a'), task('b', { parents: ['a'] }), task('c', { parents: ['b'] })] }, 'steps'),
    );
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(await statesOf(bench.db, run), { a: 'completed', b: 'completed', c: 'completed' });
    const nodes = await readNodes(bench.db.em.fork(), run);
    for (const [earlier, later] of [nodes.slice(0, 2), nodes.slice(1, 3)])
      assert.ok(earlier!.ended! <= later!.started!, `${earlier!.name} ends before ${later!.name} starts`);
    assert.equal((await viewTask(bench.db, base)).status, 'created');
  });
});
