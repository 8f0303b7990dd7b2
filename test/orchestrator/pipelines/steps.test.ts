import assert from 'node:assert/strict';
import { addEvents } from '../../../activities/db/events/add-events.ts';
import { readCurves } from '../../../activities/db/events/scalars/read-curves.ts';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { putArtifacts } from '../../../activities/db/tasks/artifacts.ts';
import { stopTask } from '../../../activities/db/tasks/stop.ts';
import { batchOf, scalar } from '../../activities/db/events/support.ts';
import { eventually } from '../../support/eventually.ts';
import { fails, failsTimes, type PipelineBench, startPipelineBench, untilStopped } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../../support/pipeline-records.ts';
import { createQueue, viewAttempts, viewTask } from '../../support/records.ts';

describe('the steps of a run', function () {
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

  const start = (steps: Record<string, unknown>[], more: Record<string, unknown> = {}, parameters = {}) =>
    submit(bench.db, looseSpec({ steps, ...more }, bench.queue), { parameters });
  const nodesOf = async (run: string) =>
    Object.fromEntries((await readNodes(bench.db.em.fork(), run)).map((row) => [row.name, row]));
  const parametersOf = async (task: string | null) => {
    const [row] = await query<{ hyperparams: any }>(bench.db.em.fork(), sql`select hyperparams from tasks where id = ${task}`);
    return row?.hyperparams;
  };
  const isRunning = (run: string, name: string) =>
    eventually(`${name} runs`, async () => (await statesOf(bench.db, run))[name] === 'running');

  it('run after their parents, and leave the base task as it was', async () => {
    const run = await start([
      bench.task('a'),
      bench.task('b', { parents: ['a'] }),
      bench.task('c', { parents: ['a'] }),
      bench.task('d', { parents: ['b', 'c'] }),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const nodes = await nodesOf(run);
    for (const [parent, child] of [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ] as const)
      assert.ok(nodes[parent]!.ended! <= nodes[child]!.started!, `${parent} ends before ${child} starts`);
    assert.equal((await viewTask(bench.db, bench.base)).status, 'created');
    const [task] = await query<{ parent: string; tags: string[]; project: string }>(
      bench.db.em.fork(),
      sql`select t.parent, t.tags, p.name as project from tasks t join projects p on p.id = t.project where t.id = ${nodes.a!.task}`,
    );
    assert.deepEqual(task, { parent: run, tags: [`pipe: ${run}`], project: 'tests/.pipelines/flow' });
  });

  it('get what they refer to, with its type, anywhere in strings, lists and objects', async () => {
    bench.plays.make = async ({ taskId }) => {
      await putArtifacts(bench.db, {
        task: taskId,
        userId: 'u',
        force: true,
        artifacts: [{ key: 'data', uri: 'http://files/data.json', hash: 'abc', type: 'json' }],
      });
      return undefined;
    };
    const run = await start(
      [
        bench.task('make', { parameters: { 'Args/epochs': '${pipeline.epochs}' } }),
        bench.task('use', {
          parameters: {
            'Args/url': '${make.artifacts.data.url}',
            'Args/text': 'from ${make.id} by ${pipeline.epochs}',
            'Args/list': ['${pipeline.lr}', { deep: '${make.parameters.Args/epochs}' }],
            'Args/lr': '${pipeline.lr}',
            'Args/flag': '${pipeline.flag}',
            'Args/literal': '$${HOME}',
          },
        }),
      ],
      {
        parameters: {
          epochs: { type: 'integer', default: 3 },
          lr: { type: 'number', default: 0.5 },
          flag: { type: 'boolean', default: false },
        },
      },
      { epochs: 7, flag: true },
    );
    assert.equal(await endOf(bench.db, run), 'completed');
    const nodes = await nodesOf(run);
    const args = (await parametersOf(nodes.use!.task)).Args;
    const view = Object.fromEntries(Object.entries<any>(args).map(([name, { value, type }]) => [name, [value, type]]));
    assert.deepEqual(view, {
      url: ['http://files/data.json', 'str'],
      text: [`from ${nodes.make!.task} by 7`, 'str'],
      list: ['[0.5,{"deep":7}]', 'list'],
      lr: ['0.5', 'float'],
      flag: ['True', 'bool'],
      literal: ['${HOME}', 'str'],
    });
    assert.deepEqual((await parametersOf(nodes.make!.task)).Args.epochs, {
      section: 'Args',
      name: 'epochs',
      value: '7',
      type: 'int',
    });
  });

  const registerBoxes = () =>
    query(
      bench.db.em.fork(),
      sql`insert into workers (id, kind, user_id, queues, gpus, register_time, last_activity)
          select 'box-' || i, 'perdura', 'u', (select array_agg(id) from queues where name = ${bench.queue}),
            case i when 1 then array[0, 1] else '{}' end, now(), now() from generate_series(0, 1) i
          on conflict (id) do update set last_activity = now()`,
    );
  const workersOf = async (run: string) => {
    const nodes = await query<{ name: string; worker: string; reason: string | null }>(
      bench.db.em.fork(),
      sql`select n.name, t.last_worker as worker, n.reason from pipeline_nodes n join tasks t on t.id = n.task where n.run = ${run}`,
    );
    return Object.fromEntries(nodes.map(({ name, ...node }) => [name, node]));
  };

  it('run where another step ran when they say so, and tell where', async () => {
    await registerBoxes();
    const rest = ['b', 'c', 'd', 'e', 'f', 'g'];
    const chain = rest.map((name, index) => bench.task(name, { parents: [['a', ...rest][index]], sameWorkerAs: 'a' }));
    const run = await start([bench.task('a'), ...chain]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const { a, ...others } = await workersOf(run);
    for (const { worker, reason } of Object.values(others))
      assert.deepEqual([worker, reason], [a!.worker, `on ${a!.worker}, as step "a"`]);
  });

  it('run on any worker when the one that they are to run on is gone', async () => {
    await registerBoxes();
    bench.plays.a = async () => {
      await query(bench.db.em.fork(), sql`update workers set last_activity = now() - interval '1 h'`);
      return undefined;
    };
    const run = await start([bench.task('a'), bench.task('b', { parents: ['a'], sameWorkerAs: 'a' })]);
    assert.equal(await endOf(bench.db, run), 'completed');
  });

  it('run on agents that have as many GPUs as they need', async () => {
    await registerBoxes();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const run = await start(names.map((name) => bench.task(name, { gpus: 2 })));
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(new Set(Object.values(await workersOf(run)).map(({ worker }) => worker)), new Set(['box-1']));
  });

  it('fail with a reason when what they refer to is not there', async () => {
    const run = await start([bench.task('make'), bench.task('use', { parameters: { 'Args/x': '${make.artifacts.no.url}' } })]);
    assert.equal(await endOf(bench.db, run), 'failed');
    assert.equal((await nodesOf(run)).use!.reason, 'step "make" has no artifact "no"');
  });

  it('are tried again in the same task as often as they say', async () => {
    bench.plays.shaky = failsTimes(2);
    const run = await start([bench.task('shaky', { retries: 2 })]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const { shaky } = await nodesOf(run);
    assert.equal(shaky!.attempts, 3);
    assert.deepEqual(
      (await viewAttempts(bench.db, shaky!.task!)).map(({ number, state }) => [number, state]),
      [
        [1, 'failed'],
        [2, 'failed'],
        [3, 'succeeded'],
      ],
    );
  });

  it('have, of all their attempts, the curve of the last one, from its beginning', async () => {
    const failsTwice = failsTimes(2);
    bench.plays.shaky = async (attempt) => {
      // Each is shorter than the one before: what was left of that one would show behind its end.
      const iterations = [0, 1, 2, 3, 4].slice(0, 6 - attempt.attempt);
      const scalars = iterations.map((iter) => scalar(attempt.taskId, { iter, value: 10 * attempt.attempt + iter }));
      await addEvents(bench.db, batchOf({ scalars }));
      return failsTwice(attempt);
    };
    const run = await start([bench.task('shaky', { retries: 2 })]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const { shaky } = await nodesOf(run);
    assert.equal(shaky!.attempts, 3);
    const curves = await readCurves(bench.db.em.fork(), { owners: [shaky!.task!], samples: 0 });
    assert.deepEqual(
      curves.map(({ metric, iter, value }) => ({ metric, iter, value })),
      [{ metric: 'loss', iter: [0, 1, 2], value: [30, 31, 32] }],
    );
  });

  it('fail when their time is over, counted from their start', async () => {
    bench.plays.slow = untilStopped;
    const run = await start([bench.task('slow', { timeLimitMs: 300 })]);
    assert.equal(await endOf(bench.db, run), 'failed');
    const { slow } = await nodesOf(run);
    assert.deepEqual([slow!.state, slow!.reason], ['failed', 'time limit of 0.3 s reached']);
  });

  it('fail when their time is over in the queue, if that counts too', async () => {
    const queue = 'nobody-serves';
    await createQueue(bench.db, queue);
    const run = await start([
      bench.task('waits', { queue, timeLimitMs: 300, timeLimitIncludesQueue: true }),
      bench.task('goes-on', { queue, timeLimitMs: 300 }),
    ]);
    await eventually('it fails', async () => (await statesOf(bench.db, run)).waits === 'failed');
    assert.equal((await statesOf(bench.db, run))['goes-on'], 'queued');
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'enough' });
    assert.equal(await endOf(bench.db, run), 'stopped');
  });

  it('are stopped when the time of the whole run is over', async () => {
    bench.plays.slow = untilStopped;
    const run = await start([bench.task('slow'), bench.task('next', { parents: ['slow'] })], { timeLimitMs: 1500 });
    assert.equal(await endOf(bench.db, run), 'stopped');
    assert.equal((await viewTask(bench.db, run)).status_reason, 'time limit of 1.5 s reached');
    assert.deepEqual(await statesOf(bench.db, run), { slow: 'aborted', next: 'skipped' });
  });

  const cases = (['failed', 'aborted'] as const).flatMap((end) =>
    [false, true].flatMap((goesOn) => [false, true].map((skips) => ({ end, goesOn, skips }))),
  );
  for (const { end, goesOn, skips } of cases) {
    const flags =
      end === 'failed'
        ? { continueOnFail: goesOn, skipChildrenOnFail: skips }
        : { continueOnAbort: goesOn, skipChildrenOnAbort: skips };
    const child = goesOn && !skips ? 'completed' : 'skipped';
    const status = goesOn ? 'completed' : 'failed';
    it(`that are ${end} with ${JSON.stringify(flags)}: the run is ${status}, what comes after is ${child}`, async () => {
      bench.plays.bad = end === 'failed' ? fails : untilStopped;
      const run = await start([bench.task('bad', flags), bench.task('after', { parents: ['bad'] }), bench.task('beside')]);
      if (end === 'aborted') await abortStep(run, 'bad');
      assert.equal(await endOf(bench.db, run), status);
      assert.deepEqual(await statesOf(bench.db, run), { bad: end, after: child, beside: 'completed' });
    });
  }
  const abortStep = async (run: string, name: string) => {
    await isRunning(run, name);
    await stopTask(bench.db, { task: (await nodesOf(run))[name]!.task!, actor: 'user:u', reason: 'by hand' });
  };

  it('are all stopped by the first failure when the run is to be aborted by one', async () => {
    bench.plays.bad = fails;
    bench.plays.slow = untilStopped;
    const run = await start([bench.task('slow'), bench.task('bad'), bench.task('after', { parents: ['slow'] })], {
      abortOnFailure: true,
    });
    assert.equal(await endOf(bench.db, run), 'failed');
    assert.equal((await viewTask(bench.db, run)).status_reason, 'bad failed');
    assert.deepEqual(await statesOf(bench.db, run), { slow: 'aborted', bad: 'failed', after: 'skipped' });
  });

  it('all stop when the run is aborted, and none starts after', async () => {
    bench.plays.one = untilStopped;
    bench.plays.two = untilStopped;
    const run = await start([bench.task('one'), bench.task('two'), bench.task('three', { parents: ['one'] })]);
    // A step runs from its claim on; its code begins a moment later.
    await eventually('both have begun', () => bench.played.length === 2);
    await stopTask(bench.db, { task: run, actor: 'user:u', reason: 'changed my mind' });
    assert.equal(await endOf(bench.db, run), 'stopped');
    assert.deepEqual(await statesOf(bench.db, run), { one: 'aborted', two: 'aborted', three: 'skipped' });
    assert.equal((await viewTask(bench.db, run)).status_reason, 'changed my mind');
    assert.deepEqual(bench.played.toSorted(), ['one', 'two']);
  });

  it('never run more than the run allows at a time', async () => {
    let now = 0;
    let most = 0;
    const counted = async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 50));
      now -= 1;
      return undefined;
    };
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) bench.plays[name] = counted;
    const run = await start(
      names.map((name) => bench.task(name)),
      { maxParallel: 1 },
    );
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.equal(most, 1);
  });
});
