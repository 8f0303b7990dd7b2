import assert from 'node:assert/strict';
import { startTestApi, type TestApi } from '../../support/api-server.ts';
import { createQueue } from '../../support/records.ts';

describe('pipelines.start_pipeline', () => {
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
    await createQueue(server.api.db, 'steps');
  });
  after(() => server.release());

  it('starts another run of a pipeline that this server carries on, with typed arguments', async () => {
    const spec = {
      name: 'flow',
      project: 'demo',
      defaultQueue: 'steps',
      parameters: { n: { type: 'integer', default: 1 } },
      steps: [{ name: 'a', kind: 'task', base: { code: 'print()', entryPoint: 'a.py' } }],
    };
    const { body } = await server.request('POST', '/api/pipelines/runs', { spec });
    const { data } = await server.call('pipelines.start_pipeline', { task: body.run, args: [{ name: 'n', value: '7' }] });
    assert.equal(data.enqueued, true);
    const { body: run } = await server.request('GET', `/api/pipelines/runs/${data.pipeline}`);
    assert.deepEqual([run.number, run.status, run.parameters], [2, 'in_progress', { n: 7 }]);
    const refused = await server.call('pipelines.start_pipeline', { task: body.run, args: [{ name: 'n', value: 'many' }] });
    assert.equal(refused.status, 400);
    assert.match(refused.meta.result_msg, /parameter "n": "many" is not of type integer/);
  });

  it('clones and enqueues a run of Python’s controller, whose arguments keep their types', async () => {
    const { data: source } = await server.call('tasks.create', {
      name: 'py #3',
      type: 'controller',
      project: null,
      system_tags: ['pipeline'],
      configuration: { Pipeline: { name: 'Pipeline', value: '{"a": {"parents": [], "status": "completed", "executed": "x"}}' } },
      hyperparams: { Args: { n: { section: 'Args', name: 'n', value: '5', type: 'int' } } },
      runtime: { _pipeline_hash: 'h:1', version: '1.0' },
    });
    const { data } = await server.call('pipelines.start_pipeline', { task: source.id, args: [{ name: 'n', value: '8' }] });
    const { data: got } = await server.call('tasks.get_by_id', { task: data.pipeline });
    assert.deepEqual([got.task.status, got.task.name, got.task.runtime._pipeline_hash], ['queued', 'py', undefined]);
    assert.deepEqual(got.task.hyperparams.Args.n, { section: 'Args', name: 'n', value: '8', type: 'int' });
    const { body: run } = await server.request('GET', `/api/pipelines/runs/${data.pipeline}`);
    assert.deepEqual(
      run.nodes.map((node: any) => [node.name, node.state]),
      [['a', 'pending']],
    );
  });
});
