import assert from 'node:assert/strict';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { putArtifacts } from '../../../activities/db/tasks/artifacts.ts';
import { setConfiguration } from '../../../activities/db/tasks/configuration.ts';
import { setParameters } from '../../../activities/db/tasks/hyper-parameters.ts';
import { type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, giveOutputModel, looseSpec, submit } from '../../support/pipeline-records.ts';
import { createQueue, createTask } from '../../support/records.ts';

describe('the tasks of steps', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench();
  });
  after(() => bench.release());

  const start = (steps: Record<string, unknown>[], more: Record<string, unknown> = {}, parameters = {}) =>
    submit(bench.db, looseSpec({ steps, ...more }, bench.queue), { parameters });
  const record = async (task: string): Promise<any> => {
    const [row] = await query<{ task: unknown }>(
      bench.db.em.fork(),
      sql`select to_jsonb(t) as task from tasks t where id = ${task}`,
    );
    return row?.task;
  };
  const tasksOf = async (run: string): Promise<Record<string, any>> => {
    const nodes = await readNodes(bench.db.em.fork(), run);
    return Object.fromEntries(await Promise.all(nodes.map(async ({ name, task }) => [name, await record(task!)] as const)));
  };

  const SCRIPT = {
    repository: 'https://example.com/r.git',
    branch: 'main',
    version_num: 'c0ffee',
    entry_point: 'train.py',
    working_dir: '.',
    requirements: { pip: 'numpy' },
  };
  const CONTAINER = { image: 'python:3.12', arguments: '--ipc=host', setup_shell_script: 'true' };

  it('have what a step overrides in place of what their base task has, which stays as it was', async () => {
    const base = await createTask(bench.db, { name: 'full', script: SCRIPT });
    await query(bench.db.em.fork(), sql`update tasks set container = ${JSON.stringify(CONTAINER)}::jsonb where id = ${base}`);
    const given = { task: base, userId: 'u', force: false };
    const args = { lr: ['0.1', 'float'], epochs: ['3', 'int'] } as const;
    const items = Object.entries(args).map(([name, [value, type]]) => ({ section: 'Args', name, value, type }));
    await setParameters(bench.db, { ...given, replace: 'none', items });
    const texts = ['model', 'data'].map((name) => ({ name, value: `${name} of the base`, type: 'text' }));
    await setConfiguration(bench.db, { ...given, replace: false, items: texts });
    const before = await record(base);

    const run = await start(
      [
        {
          name: 'train',
          kind: 'task',
          base: { task: base },
          overrides: { 'script.branch': '${pipeline.branch}', 'container.image': 'python:3.13' },
          configurations: { model: { layers: [8, '${pipeline.branch}'] } },
          parameters: { 'Args/lr': 0.5 },
        },
      ],
      { parameters: { branch: { type: 'string', default: 'main' } } },
      { branch: 'next' },
    );
    assert.equal(await endOf(bench.db, run), 'completed');

    const { train } = await tasksOf(run);
    // The commit of the base is none of another branch.
    assert.deepEqual(train.script, { ...before.script, branch: 'next', version_num: '' });
    assert.deepEqual(train.container, { ...CONTAINER, image: 'python:3.13' });
    const values = (entries: Record<string, { value: string; type?: string }>) =>
      Object.fromEntries(Object.entries(entries).map(([name, { value, type }]) => [name, [value, type]]));
    assert.deepEqual(values(train.hyperparams.Args), { ...args, lr: ['0.5', 'float'] });
    assert.deepEqual(values(train.configuration), {
      data: ['data of the base', 'text'],
      model: [JSON.stringify({ layers: [8, 'next'] }, null, 2), 'dictionary'],
    });
    assert.deepEqual(await record(base), before);
  });

  it('get all that a step may refer to, alone, within text, and within lists and objects', async () => {
    bench.plays.make = async ({ taskId: task }) => {
      await putArtifacts(bench.db, {
        task,
        userId: 'u',
        force: true,
        artifacts: [{ key: 'data', uri: 'http://files/data', type: 'json' }],
      });
      await giveOutputModel(bench.db, { task, model: 'model-of-1', name: 'first', uri: 'http://files/first.pt' });
      await giveOutputModel(bench.db, { task, model: 'model-of-2', name: 'last', uri: 'http://files/last.pt' });
      return undefined;
    };
    const all = [
      '${make.id}',
      '${make.artifacts.data.url}',
      '${make.models.output.-1.url}',
      '${make.parameters.Args/lr}',
      '${pipeline.size}',
    ];
    const run = await start(
      [
        bench.task('make', { parameters: { 'Args/lr': 0.25 } }),
        bench.task('use', {
          parameters: {
            ...Object.fromEntries(all.map((reference, index) => [`Alone/${index}`, reference])),
            'Args/text': all.join(' and '),
            'Args/nested': [{ deep: all, text: `: ${all.join(', ')}` }],
          },
        }),
      ],
      { parameters: { size: { type: 'integer', default: 8 } } },
    );
    assert.equal(await endOf(bench.db, run), 'completed');
    const { make, use } = await tasksOf(run);
    const facts = [make.id, 'http://files/data', 'http://files/last.pt', 0.25, 8];
    const { Alone, Args } = use.hyperparams;
    assert.deepEqual(
      all.map((_, index) => [Alone[index].value, Alone[index].type]),
      facts.map((fact, index) => [String(fact), ['str', 'str', 'str', 'float', 'int'][index]]),
    );
    assert.equal(Args.text.value, facts.join(' and '));
    assert.deepEqual(JSON.parse(Args.nested.value), [{ deep: facts, text: `: ${facts.join(', ')}` }]);
  });

  it('are run by the agents of their own queues, with packages, image, tags and output as the pipeline says', async () => {
    const gpu = 'steps-on-gpus';
    await bench.startAgent({ worker: 'gpu-box', queues: [await createQueue(bench.db, gpu)] });
    const container = { image: 'nvidia/cuda', arguments: '--ipc=host', setupScript: 'true' };
    const run = await start(
      [
        bench.task('prepare', { packages: ['pandas==2.2', 'pyarrow'] }),
        bench.task('train', { queue: gpu, container, tags: ['heavy'] }),
        bench.task('report', { parents: ['train'] }),
      ],
      { tags: ['nightly', 'team-a'], outputUri: 's3://bucket/runs' },
    );
    assert.equal(await endOf(bench.db, run), 'completed');
    const { prepare, train, report } = await tasksOf(run);
    assert.match(prepare.last_worker, /^box-/);
    assert.equal(train.last_worker, 'gpu-box');
    assert.match(report.last_worker, /^box-/);
    assert.deepEqual(prepare.script.requirements, { pip: 'pandas==2.2\npyarrow' });
    assert.deepEqual(train.container, { image: 'nvidia/cuda', arguments: '--ipc=host', setup_shell_script: 'true' });
    const common = ['nightly', `pipe: ${run}`, 'team-a'];
    assert.deepEqual([prepare.tags, train.tags, report.tags], [common, ['heavy', ...common], common]);
    for (const task of [prepare, train, report]) assert.equal(task.output.destination, 's3://bucket/runs');
  });
});
