import assert from 'node:assert/strict';
import { addEvents } from '../../../activities/db/events/add-events.ts';
import { continueRun } from '../../../activities/db/pipelines/continue-run.ts';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { setParameters } from '../../../activities/db/tasks/hyper-parameters.ts';
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
    const scores = [0.5, 0.7, 0.95, 1];
    for (const [index, value] of scores.entries())
      bench.plays[`train#${index + 1}`] = async ({ taskId }) => {
        await addEvents(bench.db, {
          logs: [],
          plots: [],
          images: [],
          vectors: [],
          scalars: [
            {
              owner: taskId,
              ofModel: false,
              metric: 'score',
              variant: 'acc',
              iter: 0,
              value,
              at: Date.now(),
              worker: '',
              allowLocked: false,
            } as any,
          ],
        });
        return undefined;
      };
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
});
