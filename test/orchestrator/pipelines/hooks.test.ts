import assert from 'node:assert/strict';
import { ApplicationFailure } from '@temporalio/activity';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { listRunEvents, viewRun } from '../../../activities/db/pipelines/views/view-run.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import { type DefinitionActivities, HOOK_FAILURES, type StepHookCall } from '../../../workflows/contracts/pipeline-hooks.ts';
import { startDefinitionWorker } from '../../support/definition-worker.ts';
import { eventually } from '../../support/eventually.ts';
import { delayStops } from '../../support/late-stops.ts';
import { failsTimes, type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../../support/pipeline-records.ts';
import { viewTask } from '../../support/records.ts';

describe('the callbacks of a definition', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench();
  });
  after(() => bench.release());

  const start = (name: string, steps: Record<string, unknown>[], more = {}) =>
    submit(bench.db, looseSpec({ name, steps, ...more }, bench.queue));
  const nodesOf = async (run: string) =>
    Object.fromEntries((await readNodes(bench.db.em.fork(), run)).map((row) => [row.name, row]));
  const serve = (name: string, activities: Partial<DefinitionActivities>) =>
    startDefinitionWorker(bench, { project: 'tests', name }, activities);

  it('change parameters before a step, skip steps, add steps after one, and hear of every state in order', async () => {
    const calls: StepHookCall[] = [];
    const worker = await serve('all', {
      async callStepHook(call) {
        calls.push(call);
        if (call.hook === 'preExecute' && call.node === 'skipped') return { decision: false };
        if (call.hook === 'preExecute') return { parameters: { 'Args/lr': 0.25 } };
        if (call.hook === 'postExecute') return { addSteps: [bench.task('extra') as never] };
        return {};
      },
    });
    const run = await start('all', [
      bench.task('train', {
        hooks: ['preExecute', 'onStatusChange', 'postExecute'],
        parameters: { 'Args/lr': 0.5, 'Args/n': 1 },
      }),
      bench.task('skipped', { hooks: ['preExecute'] }),
      bench.task('below', { parents: ['skipped'] }),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    const nodes = await nodesOf(run);
    assert.deepEqual(nodes.train!.parameters, { 'Args/lr': 0.25, 'Args/n': 1 });
    assert.deepEqual(await statesOf(bench.db, run), {
      train: 'completed',
      skipped: 'skipped',
      below: 'skipped',
      extra: 'completed',
    });
    assert.deepEqual(nodes.extra!.parents, ['train']);
    const heard = calls
      .filter(({ hook }) => hook === 'onStatusChange')
      .map(({ previousState, state }) => `${previousState} → ${state}`);
    assert.deepEqual(heard, ['pending → queued', 'queued → running', 'running → completed']);
    const post = calls.find(({ hook }) => hook === 'postExecute')!;
    assert.deepEqual([post.task, post.tasks.train], [nodes.train!.task, nodes.train!.task]);
    assert.equal(new Set(calls.map(({ idempotencyKey }) => idempotencyKey)).size, calls.length);
  });

  it('wait for their worker while steps without any go on, and people are told', async () => {
    const run = await start('away', [bench.task('free'), bench.task('held', { hooks: ['preExecute'] })]);
    await eventually('it is blocked', async () => (await statesOf(bench.db, run)).held === 'blocked');
    const view = await viewRun(bench.db.em.fork(), run);
    assert.notEqual(view.workerMissingSince, null);
    assert.match(view.workerHint ?? '', /perdura pipeline worker/);
    await eventually('the other one goes on', async () => (await statesOf(bench.db, run)).free === 'completed');
    const worker = await serve('away', { callStepHook: async () => ({}) });
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    assert.equal((await viewRun(bench.db.em.fork(), run)).workerMissingSince, null);
    const told = (await listRunEvents(bench.db.em.fork(), run)).map(({ text }) => text);
    assert.ok(told.includes('no worker serves the callbacks of the definition'));
  });

  it('do not keep a run from being aborted while their worker is away', async () => {
    const run = await start('gone', [bench.task('held', { hooks: ['preExecute'] })], { hooks: ['onEnd'] });
    await eventually('it is blocked', async () => (await statesOf(bench.db, run)).held === 'blocked');
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'enough' });
    assert.equal(await endOf(bench.db, run), 'stopped');
  });

  it('may abort their run: nothing starts after, however late its workflow hears of that', async () => {
    const endDelay = await delayStops(bench.db);
    const worker = await serve('aborts', {
      async callStepHook({ run }) {
        await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'seen enough' });
        return {};
      },
    });
    try {
      const run = await start('aborts', [
        bench.task('look', { hooks: ['postExecute'] }),
        bench.task('after', { parents: ['look'] }),
        { name: 'f', kind: 'function', parents: ['look'] },
        bench.task('last', { parents: ['after'] }),
      ]);
      assert.equal(await endOf(bench.db, run), 'stopped');
      assert.equal((await viewTask(bench.db, run)).status_reason, 'seen enough');
      const { look, ...others } = await nodesOf(run);
      assert.equal(look!.state, 'completed');
      for (const { name, state, reason, task } of Object.values(others))
        assert.deepEqual({ state, reason, task }, { state: 'skipped', reason: 'seen enough', task: null }, name);
    } finally {
      await endDelay();
      await worker.stop();
    }
  });

  it('fail their step with their own words', async () => {
    const worker = await serve('throws', {
      async callStepHook() {
        throw ApplicationFailure.nonRetryable('no such table', HOOK_FAILURES.FAILED);
      },
    });
    const run = await start('throws', [bench.task('train', { hooks: ['preExecute'] })]);
    assert.equal(await endOf(bench.db, run), 'failed');
    await worker.stop();
    assert.equal((await nodesOf(run)).train!.reason, 'preExecute: no such table');
  });

  it('decide on conditions, lists, rounds and retries in place of plain data', async () => {
    const seen: string[] = [];
    bench.plays['work[1]'] = failsTimes(1);
    const worker = await serve('decides', {
      async callStepHook({ hook, node, attempt }) {
        seen.push(`${node} ${hook} ${attempt}`);
        if (hook === 'items') return { items: ['x', 'y'] };
        if (hook === 'until') return { decision: attempt >= 2 };
        return { decision: hook === 'when' ? node !== 'never' : true };
      },
    });
    const run = await start('decides', [
      bench.task('never', { hooks: ['when'] }),
      bench.task('work', { hooks: ['when', 'items', 'retry'], map: { over: null } }),
      bench.task('tune', { hooks: ['until'], repeat: { until: null, atMost: 9 } }),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    assert.deepEqual(await statesOf(bench.db, run), {
      never: 'skipped',
      work: 'completed',
      'work[0]': 'completed',
      'work[1]': 'completed',
      tune: 'completed',
      'tune#1': 'completed',
      'tune#2': 'completed',
    });
    assert.ok(seen.includes('work[1] retry 1'));
  });

  it('are called at the start and at the end of the run', async () => {
    const calls: unknown[] = [];
    const worker = await serve('ends', {
      async callPipelineHook({ hook, status }) {
        calls.push([hook, status]);
      },
    });
    const run = await start('ends', [bench.task('only')], { hooks: ['onStart', 'onEnd'] });
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    assert.deepEqual(calls, [
      ['onStart', null],
      ['onEnd', 'completed'],
    ]);
  });

  it('run functions, whose results are parameters and artifacts of a task, and pass them on', async () => {
    const worker = await serve('functions', {
      async runFunction({ arguments: args, node }) {
        if (node === 'boom') throw ApplicationFailure.nonRetryable('no luck', HOOK_FAILURES.FAILED);
        const { a, b } = args as Record<string, number>;
        return { values: { sum: a! + b!, text: 'x'.repeat(3000) }, code: '' };
      },
    });
    const run = await start(
      'functions',
      [
        { name: 'add', kind: 'function', arguments: { a: 1, b: '${pipeline.b}' } },
        { name: 'twice', kind: 'function', arguments: { a: '${add.result.sum}', b: '${add.result.sum}' } },
        { name: 'boom', kind: 'function', parents: ['twice'], retries: 1 },
      ],
      { parameters: { b: { type: 'integer', default: 2 } } },
    );
    assert.equal(await endOf(bench.db, run), 'failed');
    await worker.stop();
    const nodes = await nodesOf(run);
    const [task] = await query<any>(
      bench.db.em.fork(),
      sql`select hyperparams, artifacts, status from tasks where id = ${nodes.twice!.task}`,
    );
    assert.deepEqual([task.status, task.hyperparams.return.sum.value, task.hyperparams.kwargs.a.type], ['completed', '6', 'int']);
    assert.equal(task.artifacts[0].key, 'text');
    assert.deepEqual([nodes.boom!.state, nodes.boom!.reason, nodes.boom!.attempts], ['failed', 'no luck', 2]);
  });

  it('show a function that nobody serves as blocked, and run it when somebody does', async () => {
    const run = await start('late', [{ name: 'f', kind: 'function' }]);
    await eventually('it is blocked', async () => (await statesOf(bench.db, run)).f === 'blocked');
    const entered = Promise.withResolvers<void>();
    const worker = await serve('late', { runFunction: () => entered.promise.then(() => ({ values: {}, code: '' })) });
    entered.resolve();
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    const states = (await listRunEvents(bench.db.em.fork(), run)).flatMap(({ node, state }) => (node === 'f' ? [state] : []));
    assert.deepEqual(states, ['running', 'blocked', 'running', 'completed']);
  });

  it('stop a function when its run is aborted', async () => {
    const run = await start('hung', [{ name: 'f', kind: 'function' }]);
    await eventually('it waits for its worker', async () => (await statesOf(bench.db, run)).f === 'blocked');
    assert.equal((await nodesOf(run)).f!.reason, 'the function waits for the worker of the definition');
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'enough' });
    assert.equal(await endOf(bench.db, run), 'stopped');
    assert.equal((await viewTask(bench.db, (await nodesOf(run)).f!.task!)).status, 'stopped');
  });
});
