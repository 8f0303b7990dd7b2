import assert from 'node:assert/strict';
import { continueRun, rerunFrom } from '../../../activities/db/pipelines/continue-run.ts';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { viewRun } from '../../../activities/db/pipelines/views/view-run.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import { eventually } from '../../support/eventually.ts';
import { fails, failsTimes, type PipelineBench, startPipelineBench, untilStopped } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../../support/pipeline-records.ts';
import { viewTask } from '../../support/records.ts';

const actor = 'user:u';

describe('a run that is carried on by people', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench();
  });
  after(() => bench.release());
  beforeEach(() => {
    for (const name of Object.keys(bench.plays)) delete bench.plays[name];
    bench.played.length = 0;
  });

  const chain = (names: string[]) =>
    names.map((name, index) => bench.task(name, { parents: names.slice(Math.max(0, index - 1), index) }));
  const start = (steps: Record<string, unknown>[], more = {}) => submit(bench.db, looseSpec({ steps, ...more }, bench.queue));
  const nodesOf = async (run: string) =>
    Object.fromEntries((await readNodes(bench.db.em.fork(), run)).map((row) => [row.name, row]));
  const until = (run: string, name: string, state: string) =>
    eventually(`${name} is ${state}`, async () => (await statesOf(bench.db, run))[name] === state);

  it('goes on after an abort with the steps that are missing, and runs no finished one again', async () => {
    bench.plays.c = untilStopped;
    const run = await start(chain(['a', 'b', 'c']));
    await until(run, 'c', 'running');
    const before = await nodesOf(run);
    await stopTask(bench.db, { task: run, actor, reason: 'abort' });
    assert.equal(await endOf(bench.db, run), 'stopped');
    delete bench.plays.c;
    await continueRun(bench.db, { run, actor });
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(bench.played, ['a', 'b', 'c', 'c']);
    const after = await nodesOf(run);
    assert.deepEqual([after.a!.task, after.b!.task], [before.a!.task, before.b!.task]);
    assert.notEqual(after.c!.task, before.c!.task);
    assert.deepEqual(after.c!.earlier, [before.c!.task]);
    assert.equal((await viewTask(bench.db, run)).attempt, 2);
  });

  it('goes on after a failure, retries counted anew', async () => {
    bench.plays.b = failsTimes(3);
    const run = await start([bench.task('a'), bench.task('b', { parents: ['a'], retries: 1 })]);
    assert.equal(await endOf(bench.db, run), 'failed');
    await continueRun(bench.db, { run, actor });
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(bench.played, ['a', 'b', 'b', 'b', 'b']);
    assert.equal((await nodesOf(run)).b!.attempts, 4);
  });

  it('is refused while it goes on, and when it has completed', async () => {
    bench.plays.a = untilStopped;
    const run = await start(chain(['a']));
    await until(run, 'a', 'running');
    await assert.rejects(continueRun(bench.db, { run, actor }), /is in_progress; allowed: stopped, failed/);
    await stopTask(bench.db, { task: run, actor });
    await endOf(bench.db, run);
  });

  it('runs a step and what comes after it again, and nothing else', async () => {
    const run = await start([
      bench.task('a'),
      bench.task('b', { parents: ['a'] }),
      bench.task('c', { parents: ['b'] }),
      bench.task('x'),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    bench.played.length = 0;
    await rerunFrom(bench.db, { run, step: 'b', actor });
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(bench.played, ['b', 'c']);
  });

  it('runs a step again while others go on', async () => {
    bench.plays.slow = untilStopped;
    const run = await start([bench.task('a'), bench.task('b', { parents: ['a'] }), bench.task('slow')]);
    await until(run, 'b', 'completed');
    bench.played.length = 0;
    await assert.rejects(bench.update(run, 'rerun', { step: 'slow' }), (error: any) =>
      /has not ended/.test(error.cause?.message),
    );
    await bench.update(run, 'rerun', { step: 'a' });
    await until(run, 'b', 'completed');
    await eventually('both ran again', () => bench.played.filter((name) => name !== 'slow').join() === 'a,b');
    await stopTask(bench.db, { task: run, actor });
    await endOf(bench.db, run);
  });

  it('runs a step again while what comes after it waits for a person', async () => {
    const run = await start([bench.task('a'), { name: 'ask', kind: 'approval', prompt: 'ship?', parents: ['a'] }]);
    await until(run, 'ask', 'awaiting');
    await bench.update(run, 'rerun', { step: 'a' });
    await eventually('it ran again', () => bench.played.join() === 'a,a');
    await until(run, 'ask', 'awaiting');
    await bench.update(run, 'approve', { step: 'ask', approved: true });
    assert.equal(await endOf(bench.db, run), 'completed');
  });

  it('asks a person with the values of now, when it asks again', async () => {
    const run = await start([bench.task('a'), { name: 'ask', kind: 'approval', prompt: 'ship ${a.id}?', parents: ['a'] }]);
    const asked = async () => {
      await until(run, 'ask', 'awaiting');
      const { a, ask } = Object.fromEntries((await viewRun(bench.db.em.fork(), run)).nodes.map((node) => [node.name, node]));
      assert.equal(ask!.prompt, `ship ${a!.task}?`);
      assert.deepEqual(ask!.parameters, {});
      return ask!.prompt;
    };
    const first = await asked();
    await bench.update(run, 'rerun', { step: 'a' });
    await eventually('it ran again', () => bench.played.join() === 'a,a');
    assert.notEqual(await asked(), first);
    await stopTask(bench.db, { task: run, actor });
    await endOf(bench.db, run);
  });

  it('starts nothing while it is paused', async () => {
    const run = await start([{ name: 'gate', kind: 'wait', signal: 'go' }, bench.task('next', { parents: ['gate'] })]);
    await until(run, 'gate', 'awaiting');
    await bench.update(run, 'pause', {});
    assert.deepEqual(await bench.update(run, 'signal', { signal: 'go' }), ['gate']);
    await until(run, 'gate', 'completed');
    assert.equal((await statesOf(bench.db, run)).next, 'pending');
    await bench.update(run, 'resume', {});
    assert.equal(await endOf(bench.db, run), 'completed');
  });

  it('waits for an approval, and goes on when it is given', async () => {
    const run = await start(
      [{ name: 'ask', kind: 'approval', prompt: 'ship ${pipeline.what}?' }, bench.task('ship', { parents: ['ask'] })],
      { parameters: { what: { type: 'string', default: 'it' } } },
    );
    await until(run, 'ask', 'awaiting');
    assert.equal((await viewRun(bench.db.em.fork(), run)).nodes[0]?.prompt, 'ship it?');
    await assert.rejects(bench.update(run, 'approve', { step: 'ship', approved: true }), (error: any) =>
      /waits for no approval/.test(error.cause?.message),
    );
    await bench.update(run, 'approve', { step: 'ask', approved: true, comment: 'fine' });
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.equal((await nodesOf(run)).ask!.reason, 'approved by u: fine');
  });

  it('fails when the approval is refused', async () => {
    const run = await start([{ name: 'ask', kind: 'approval' }, bench.task('ship', { parents: ['ask'] })]);
    await until(run, 'ask', 'awaiting');
    await bench.update(run, 'approve', { step: 'ask', approved: false });
    assert.equal(await endOf(bench.db, run), 'failed');
    assert.deepEqual(await statesOf(bench.db, run), { ask: 'failed', ship: 'skipped' });
  });

  it('waits for a time', async () => {
    const run = await start([
      { name: 'nap', kind: 'wait', forMs: 300 },
      { name: 'past', kind: 'wait', until: '2020-01-01T00:00:00Z' },
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const { nap } = await nodesOf(run);
    assert.ok(nap!.ended!.getTime() - nap!.started!.getTime() >= 295);
  });

  it('keeps a failed step’s error, and may be continued more than once', async () => {
    bench.plays.a = fails;
    const run = await start(chain(['a']));
    assert.equal(await endOf(bench.db, run), 'failed');
    await continueRun(bench.db, { run, actor });
    assert.equal(await endOf(bench.db, run), 'failed');
    assert.equal((await nodesOf(run)).a!.earlier.length, 1);
  });
});
