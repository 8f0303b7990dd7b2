import assert from 'node:assert/strict';
import { addEvents } from '../../../activities/db/events/add-events.ts';
import { continueRun } from '../../../activities/db/pipelines/continue-run.ts';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { viewRun } from '../../../activities/db/pipelines/views/view-run.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { setParameters } from '../../../activities/db/tasks/hyper-parameters.ts';
import { batchOf, scalar } from '../../activities/db/events/support.ts';
import { failsTimes, type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, statesOf, submit } from '../../support/pipeline-records.ts';
import { viewTask } from '../../support/records.ts';

describe('the dynamic parts of a run', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench({ agents: 3 });
  });
  after(() => bench.release());
  beforeEach(() => {
    for (const name of Object.keys(bench.plays)) delete bench.plays[name];
    bench.played.length = 0;
  });

  const start = (steps: Record<string, unknown>[], more = {}, parameters = {}) =>
    submit(bench.db, looseSpec({ steps, ...more }, bench.queue), { parameters });
  const nodesOf = async (run: string) =>
    Object.fromEntries((await readNodes(bench.db.em.fork(), run)).map((row) => [row.name, row]));
  const gives =
    (key: string, value: string, type: string) =>
    async ({ taskId }: { taskId: string }) => {
      await setParameters(bench.db, {
        task: taskId,
        userId: 'u',
        force: true,
        replace: 'none',
        items: [{ section: 'return', name: key, value, type }],
      });
      return undefined;
    };

  const scores = async (task: string, value: number) => {
    await addEvents(bench.db, batchOf({ scalars: [scalar(task, { metric: 'score', variant: 'acc', value })] }));
    return undefined;
  };

  it('map a step over a list that another one gives, and reduce', async () => {
    bench.plays.list = gives('chunks', '[{"id":10},{"id":20},{"id":30}]', 'list');
    const run = await start([
      bench.task('list'),
      bench.task('work', {
        map: { over: '${list.result.chunks}' },
        parameters: { 'Args/chunk': '${item.id}', 'Args/at': '${index}' },
      }),
      bench.task('sum', { parameters: { 'Args/tasks': '${work.id}', 'Args/first': '${work[0].parameters.Args/chunk}' } }),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const nodes = await nodesOf(run);
    assert.deepEqual(Object.keys(nodes), ['list', 'work', 'work[0]', 'work[1]', 'work[2]', 'sum']);
    assert.deepEqual(nodes['work[1]']!.parameters, { 'Args/chunk': 20, 'Args/at': 1 });
    const tasks = [0, 1, 2].map((index) => nodes[`work[${index}]`]!.task);
    assert.deepEqual(nodes.sum!.parameters, { 'Args/tasks': tasks, 'Args/first': 10 });
  });

  it('map over an empty list: the step completes at once', async () => {
    const run = await start([bench.task('work', { map: { over: [] } }), bench.task('next', { parents: ['work'] })]);
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(await statesOf(bench.db, run), { work: 'completed', next: 'completed' });
  });

  it('go on after a failure with the instances that are missing', async () => {
    bench.plays['work[1]'] = failsTimes(1);
    const run = await start([bench.task('work', { map: { over: [1, 2, 3] } })]);
    assert.equal(await endOf(bench.db, run), 'failed');
    assert.equal((await nodesOf(run)).work!.reason, '1 of 3 failed');
    bench.played.length = 0;
    await continueRun(bench.db, { run, actor: 'user:u' });
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(bench.played, ['work[1]']);
  });

  it('skip a step whose condition does not hold, and what comes after it', async () => {
    const steps = [
      bench.task('train', { when: { value: '${pipeline.train}', is: 'true' } }),
      bench.task('eval', { parents: ['train'] }),
      bench.task('else', { when: { value: '${pipeline.train}', is: 'false' } }),
    ];
    const more = { parameters: { train: { type: 'boolean', default: true } } };
    const run = await start(steps, more, { train: false });
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(await statesOf(bench.db, run), { train: 'skipped', eval: 'skipped', else: 'completed' });
  });

  it('repeat a step until a metric of its newest round is good enough', async () => {
    for (const [index, value] of [0.5, 0.7, 0.95, 1].entries())
      bench.plays[`train#${index + 1}`] = ({ taskId }) => scores(taskId, value);
    const run = await start([
      bench.task('train', {
        repeat: { until: { value: '${train.metrics.score.acc.last}', is: 'atLeast', than: 0.9 }, atMost: 10 },
        parameters: { 'Args/round': '${index}' },
      }),
      bench.task('use', { parameters: { 'Args/task': '${train.id}' } }),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const nodes = await nodesOf(run);
    assert.deepEqual(Object.keys(nodes), ['train', 'train#1', 'train#2', 'train#3', 'use']);
    assert.equal(nodes.train!.reason, 'after 3 rounds');
    assert.equal(nodes.use!.parameters['Args/task'], nodes['train#3']!.task);
  });

  it('repeat a step as often as it is allowed to, and no more', async () => {
    const run = await start([bench.task('train', { repeat: { until: { value: 1, is: 'equal', than: 2 }, atMost: 2 } })]);
    assert.equal(await endOf(bench.db, run), 'completed');
    assert.deepEqual(bench.played, ['train#1', 'train#2']);
    assert.equal((await nodesOf(run)).train!.reason, 'the bound of 2 rounds is met');
  });

  it('run other pipelines as steps, with a run of their own each', async () => {
    const inner = looseSpec(
      {
        name: 'inner',
        parameters: { n: { type: 'integer', default: 0 } },
        steps: [bench.task('leaf', { parameters: { 'Args/n': '${pipeline.n}' } })],
      },
      bench.queue,
    );
    const run = await start([
      { name: 'one', kind: 'pipeline', pipeline: { spec: inner }, parameters: { n: 1 } },
      { name: 'two', kind: 'pipeline', pipeline: { spec: inner }, parameters: { n: 2 } },
      bench.task('after', { parents: ['one', 'two'] }),
    ]);
    assert.equal(await endOf(bench.db, run), 'completed');
    const nodes = await nodesOf(run);
    const [child] = await query<{ parent: string; type: string; project: string }>(
      bench.db.em.fork(),
      sql`select t.parent, t.type, p.name as project from tasks t join projects p on p.id = t.project where t.id = ${nodes.two!.task}`,
    );
    assert.deepEqual(child, { parent: run, type: 'controller', project: 'tests/.pipelines/inner' });
    assert.equal((await viewTask(bench.db, nodes.two!.task!)).status, 'completed');
    assert.equal((await nodesOf(nodes.two!.task!)).leaf!.parameters['Args/n'], 2);
  });

  describe('that are pipelines themselves', () => {
    /** Rounds of training and evaluation; the score of a round, counted from 1, is on the run of the round. */
    const round = () =>
      looseSpec(
        {
          name: 'round',
          parameters: { round: { type: 'integer', default: 0 } },
          steps: [
            bench.task('train', { parameters: { 'Args/round': '${pipeline.round}' } }),
            bench.task('evaluate', {
              parents: ['train'],
              monitor: { metrics: [{ title: 'score', series: 'acc', toTitle: 'score', toSeries: 'acc' }] },
            }),
          ],
        },
        bench.queue,
      );
    const untilGoodEnough = (atMost: number) =>
      start([
        {
          name: 'round',
          kind: 'pipeline',
          pipeline: { spec: round() },
          parameters: { round: '${index}' },
          repeat: { until: { value: '${round.metrics.score.acc.last}', is: 'atLeast', than: 0.9 }, atMost },
        },
        bench.task('release', { parents: ['round'] }),
      ]);
    const scoreInTurn = (...values: number[]) => {
      bench.plays.evaluate = ({ taskId }) => scores(taskId, values.shift()!);
    };

    it('repeat training and evaluation until the metric holds: each round is a node with a run of its own', async () => {
      scoreInTurn(0.5, 0.7, 0.95, 1);
      const run = await untilGoodEnough(5);
      assert.equal(await endOf(bench.db, run), 'completed');
      assert.deepEqual(bench.played, ['train', 'evaluate', 'train', 'evaluate', 'train', 'evaluate', 'release']);
      const nodes = await nodesOf(run);
      assert.deepEqual(Object.keys(nodes), ['round', 'round#1', 'round#2', 'round#3', 'release']);
      assert.equal(nodes.round!.reason, 'after 3 rounds');
      const rounds = [1, 2, 3].map((number) => nodes[`round#${number}`]!);
      assert.equal(new Set(rounds.map(({ task }) => task)).size, 3);
      for (const [index, { task }] of rounds.entries()) {
        assert.deepEqual(await statesOf(bench.db, task!), { train: 'completed', evaluate: 'completed' });
        assert.equal((await nodesOf(task!)).train!.parameters['Args/round'], index + 1);
      }
    });

    it('are repeated no more often than they may be', async () => {
      scoreInTurn(0.5, 0.7, 0.95);
      const run = await untilGoodEnough(2);
      assert.equal(await endOf(bench.db, run), 'completed');
      const nodes = await nodesOf(run);
      assert.deepEqual(Object.keys(nodes), ['round', 'round#1', 'round#2', 'release']);
      assert.equal(nodes.round!.reason, 'the bound of 2 rounds is met');
    });

    it('lead from three nodes to three runs, each of which leads back, and are waited for together', async () => {
      const names = ['north', 'south', 'west'];
      const child = (name: string) => ({ name, kind: 'pipeline', pipeline: { spec: round() } });
      const run = await start([...names.map(child), bench.task('after', { parents: names })]);
      assert.equal(await endOf(bench.db, run), 'completed');
      const { nodes } = await viewRun(bench.db.em.fork(), run);
      const children = nodes.filter(({ kind }) => kind === 'pipeline');
      assert.deepEqual(
        children.map(({ name }) => name),
        names,
      );
      assert.equal(new Set(children.map((node) => node.run)).size, 3);
      const ends: string[] = [];
      for (const node of children) {
        const view = await viewRun(bench.db.em.fork(), node.run!);
        assert.deepEqual([view.status, view.parentRun], ['completed', run]);
        ends.push(view.completed!);
      }
      const after = nodes.find(({ name }) => name === 'after')!;
      assert.ok(ends.every((end) => end <= after.started!));
      assert.equal(after.run, null);
    });
  });
});
