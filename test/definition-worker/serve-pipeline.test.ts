import assert from 'node:assert/strict';
import { addEvents } from '../../activities/db/events/add-events.ts';
import { query, sql } from '../../activities/db/sql.ts';
import mapReduce from '../../examples/pipelines/map-reduce.ts';
import { createClient, type HttpClient } from '../../sdk/http-client.ts';
import { definePipeline, type PipelineDefinition, readRun, submitPipeline } from '../../sdk/pipelines/index.ts';
import type { ExecuteOutcome, RunRef } from '../../workflows/contracts/run.ts';
import { batchOf, scalar } from '../activities/db/events/support.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { type PipelineBench, startPipelineBench, untilStopped } from '../support/pipeline-bench.ts';
import { endOf } from '../support/pipeline-records.ts';
import { serveDefinition } from '../support/serve-definition.ts';
import { exited } from '../support/workflow-bench.ts';

describe('a definition that its worker serves', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  let server: TestApi;
  let client: HttpClient;
  before(async () => {
    bench = await startPipelineBench();
    server = await startTestApi({ temporalAddress: bench.env.address, database: bench });
    client = createClient({ apiUrl: server.url, ...TEST_CREDENTIALS });
  });
  after(async () => {
    await bench?.release();
    await server?.release();
  });

  const serve = (definition: PipelineDefinition) => serveDefinition(bench, client, definition);

  it('may have its run aborted by a callback: what runs is stopped, and what waits for it is skipped', async () => {
    const begun = Promise.withResolvers<void>();
    bench.plays.long = (attempt) => {
      begun.resolve();
      return untilStopped(attempt);
    };
    bench.plays.look = () => begun.promise.then(() => undefined);
    const code = 'print()';
    const definition = definePipeline({ name: 'gives up', project: 'tests', defaults: { queue: bench.queue } }, (p) => {
      const long = p.task('long', { code });
      const look = p.task('look', {
        code,
        postExecute: ({ client, run }) => client.request('POST', `/api/pipelines/runs/${run}/abort`, { reason: 'seen enough' }),
      });
      p.task('after', { code, parents: [look, long] });
    });
    await serve(definition);
    const { run } = await submitPipeline(client, definition);
    assert.equal(await endOf(bench.db, run), 'stopped');
    const { nodes, statusReason } = await readRun(client, run);
    assert.deepEqual(
      nodes.map(({ name, state, task }) => [name, state, task !== null]),
      [
        ['long', 'aborted', true],
        ['look', 'completed', true],
        ['after', 'skipped', false],
      ],
    );
    assert.equal(statusReason, 'seen enough');
    assert.deepEqual(bench.played.toSorted(), ['long', 'look']);
  });

  it('shows the functions that are its steps as the code of their tasks', async () => {
    const work = async () => ({ rows: 1 });
    const definition = definePipeline({ name: 'shows its code', project: 'tests' }, (p) => {
      p.run('make rows', { map: [1, 2] }, work);
    });
    await serve(definition);
    const { run } = await submitPipeline(client, definition);
    assert.equal(await endOf(bench.db, run), 'completed');
    const { nodes } = await readRun(client, run);
    const instances = nodes.filter(({ instanceOf }) => instanceOf !== null);
    const scripts = await Promise.all(
      instances.map(async ({ task }) => (await client.call<any>('tasks.get_by_id', { task })).task.script),
    );
    const notice = "// Run by the worker of the pipeline's definition (perdura pipeline worker), and by no agent.";
    const script = { binary: 'node', entry_point: 'make_rows.ts', working_dir: '.', diff: `${notice}\n${work.toString()}\n` };
    assert.deepEqual(
      scripts.map(({ binary, entry_point, working_dir, diff }) => ({ binary, entry_point, working_dir, diff })),
      [script, script],
    );
  });

  describe('as the example map-reduce', () => {
    const readTask = async (task: string): Promise<any> => {
      const [row] = await query(bench.db.em.fork(), sql`select last_worker, hyperparams from tasks where id = ${task}`);
      return row;
    };

    /** Counts the words as the example's code does, and begins when all chunks have an agent. */
    function countsBeside(others: number): (run: RunRef) => Promise<ExecuteOutcome> {
      const all = Promise.withResolvers<void>();
      let begun = 0;
      return async ({ taskId }) => {
        begun += 1;
        if (begun === others + 1) all.resolve();
        await all.promise;
        const { hyperparams } = await readTask(taskId);
        const value = hyperparams.Args.chunk.value.split(' ').length;
        await addEvents(bench.db, batchOf({ scalars: [scalar(taskId, { metric: 'words', variant: 'count', value })] }));
        return exited(0);
      };
    }

    it('works on chunks on three agents side by side, and sums up what they give', async () => {
      const [queue] = await query<{ id: string }>(bench.db.em.fork(), sql`select id from queues where name = 'default'`);
      const queues = [queue!.id];
      const execute = countsBeside(2);
      const workers = ['mapper-1', 'mapper-2', 'mapper-3'];
      for (const worker of workers) await bench.startAgent({ worker, queues, execute });
      await serve(mapReduce);
      const text = 'to be or not to be that is';
      const { run } = await submitPipeline(client, mapReduce, { parameters: { text, chunks: 3 } });
      assert.equal(await endOf(bench.db, run), 'completed');

      const { nodes } = await readRun(client, run);
      const counts = nodes.filter(({ instanceOf }) => instanceOf === 'count');
      const tasks = await Promise.all(counts.map(({ task }) => readTask(task!)));
      assert.deepEqual(tasks.map((task) => task.last_worker).toSorted(), workers);
      assert.deepEqual(
        tasks.map(({ hyperparams: { Args } }) => Args.chunk.value),
        ['to be or', 'not to be', 'that is'],
      );
      const sum = nodes.find(({ name }) => name === 'sum')!;
      assert.equal((await readTask(sum.task!)).hyperparams.return.words.value, '8');
    });
  });
});
