import assert from 'node:assert/strict';
import { ApplicationFailure } from '@temporalio/activity';
import { putResult } from '../../../activities/db/pipelines/function-results.ts';
import { parametersOfNode } from '../../../activities/db/pipelines/given-parameters.ts';
import { readNodes } from '../../../activities/db/pipelines/node-rows.ts';
import { listRunEvents, viewRun } from '../../../activities/db/pipelines/views/view-run.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { controllerWorkflowId } from '../../../workflows/contracts/controller.ts';
import { taskWorkflowId } from '../../../workflows/contracts/names.ts';
import { type FunctionCall, HOOK_FAILURES, type StepHookCall } from '../../../workflows/contracts/pipeline-hooks.ts';
import { startDefinitionWorker } from '../../support/definition-worker.ts';
import { type PipelineBench, startPipelineBench } from '../../support/pipeline-bench.ts';
import { endOf, looseSpec, submit } from '../../support/pipeline-records.ts';

describe('functions as steps', function () {
  this.timeout(60_000);
  let bench: PipelineBench;
  before(async () => {
    bench = await startPipelineBench();
  });
  after(() => bench.release());

  const nodesOf = async (run: string) =>
    Object.fromEntries((await readNodes(bench.db.em.fork(), run)).map((row) => [row.name, row]));
  const historyOf = async (workflowId: string) =>
    JSON.stringify(await bench.env.client.workflow.getHandle(workflowId).fetchHistory());

  describe('whose results are long', () => {
    const ROWS = Array.from({ length: 4000 }, (_, index) => ({ name: `row-${index}`, value: index / 2 }));
    /** Stands in for a worker that hands long values to the server. */
    const store = ({ run, node, task, attempt }: FunctionCall, key: string, value: unknown) =>
      putResult(bench.db, { run, node, task, attempt, key, value });

    it('pass them on whole to functions, tasks and mapped steps, and not through Temporal', async () => {
      const seen: unknown[] = [];
      const worker = await startDefinitionWorker(
        bench,
        { project: 'tests', name: 'long' },
        {
          async runFunction(call) {
            const args = call.arguments ?? (await parametersOfNode(bench.db.em.fork(), { run: call.run, node: call.node }));
            if (call.node === 'use') seen.push(call.arguments, args.rows, args.text);
            else await store(call, 'rows', ROWS);
            return { values: { few: ['a', 'b'] }, code: '' };
          },
        },
      );
      const steps = [
        { name: 'make', kind: 'function' },
        { name: 'use', kind: 'function', arguments: { rows: '${make.result.rows}', text: 'all: ${make.result.rows}' } },
        bench.task('train', { parameters: { 'Args/rows': '${make.result.rows}' } }),
        bench.task('each', { map: { over: '${make.result.few}' }, parameters: { 'Args/x': '${item}' } }),
      ];
      const run = await submit(bench.db, looseSpec({ name: 'long', steps }, bench.queue));
      assert.equal(await endOf(bench.db, run), 'completed');
      await worker.stop();
      assert.deepEqual(seen, [null, ROWS, `all: ${JSON.stringify(ROWS)}`]);
      const nodes = await nodesOf(run);
      const [train] = await query<any>(
        bench.db.em.fork(),
        sql`select hyperparams -> 'Args' -> 'rows' as rows from tasks where id = ${nodes.train!.task}`,
      );
      assert.deepEqual([JSON.parse(train.rows.value), train.rows.type], [ROWS, 'list']);
      const [make] = await query<any>(
        bench.db.em.fork(),
        sql`select artifacts, hyperparams from tasks where id = ${nodes.make!.task}`,
      );
      const [artifact] = make.artifacts;
      assert.deepEqual([artifact.key, artifact.type, artifact.content_size], ['rows', 'json', JSON.stringify(ROWS).length]);
      assert.equal(artifact.type_data.preview.length, 1000);
      assert.deepEqual(Object.keys(make.hyperparams.return), ['few']);
      for (const workflow of [
        controllerWorkflowId('pipeline', { taskId: run, attempt: 1 }),
        taskWorkflowId(nodes.make!.task!, 1),
        taskWorkflowId(nodes.use!.task!, 1),
      ])
        assert.ok((await historyOf(workflow)).length < 60_000, workflow);
      const view = await viewRun(bench.db.em.fork(), run);
      assert.ok(JSON.stringify(view).length < 40_000, 'the list of steps stays short');
    });

    it('keep nothing of an attempt that has failed', async () => {
      const worker = await startDefinitionWorker(
        bench,
        { project: 'tests', name: 'again' },
        {
          async runFunction(call) {
            await store(call, call.attempt === 1 ? 'first' : 'second', 'x'.repeat(2000));
            if (call.attempt === 1) throw ApplicationFailure.nonRetryable('no luck', HOOK_FAILURES.FAILED);
            return { values: {}, code: '' };
          },
        },
      );
      const steps = [{ name: 'f', kind: 'function', retries: 1 }];
      const run = await submit(bench.db, looseSpec({ name: 'again', steps }, bench.queue));
      assert.equal(await endOf(bench.db, run), 'completed');
      await worker.stop();
      const { f } = await nodesOf(run);
      const [task] = await query<any>(bench.db.em.fork(), sql`select artifacts from tasks where id = ${f!.task}`);
      assert.deepEqual(
        task.artifacts.map(({ key }: any) => key),
        ['second'],
      );
      await assert.rejects(
        putResult(bench.db, { run, node: 'f', task: f!.task!, attempt: 2, key: 'late', value: 1 }),
        /attempt 2 at step "f" is over/,
      );
    });
  });

  describe('that may come from the cache', () => {
    let calls = 0;
    let workerCode = 'code-1';
    async function play(change: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
      const step = { name: 'f', kind: 'function', cache: true, code: { run: 'code-1' }, arguments: { a: 1 }, ...change };
      const use = { name: 'use', kind: 'function', arguments: { big: '${f.result.big}' } };
      const run = await submit(bench.db, looseSpec({ name: 'cached', steps: [step, use], ...more }, bench.queue));
      assert.equal(await endOf(bench.db, run), 'completed');
      const { f, use: user } = await nodesOf(run);
      assert.equal(user!.parameters.big, 'x'.repeat(2000));
      return [f!.state, f!.reason, f!.task, run] as const;
    }
    let worker: { stop(): Promise<void> };
    before(async () => {
      worker = await startDefinitionWorker(
        bench,
        { project: 'tests', name: 'cached' },
        {
          async runFunction({ node }) {
            if (node === 'f') calls += 1;
            return { values: { big: 'x'.repeat(2000) }, code: workerCode };
          },
        },
      );
      assert.deepEqual((await play()).slice(0, 2), ['completed', 'not cached: the step has not completed before']);
    });
    after(() => worker.stop());

    it('are not called again for the same arguments, and hand on the results', async () => {
      const before = calls;
      const [state, reason] = await play();
      assert.equal(state, 'cached');
      assert.match(reason ?? '', /^cached: equal to task /);
      assert.equal(calls, before);
    });

    const misses: [string, Record<string, unknown>, Record<string, unknown>][] = [
      ['arguments', { arguments: { a: 2 } }, {}],
      ['version', {}, { version: '2.0' }],
      ['parameters', {}, { parameters: { n: { type: 'integer', default: 1 } } }],
    ];
    for (const [what, change, more] of misses)
      it(`are called again when ${what} changed, and say so`, async () => {
        const [state, reason] = await play(change, more);
        assert.equal(state, 'completed');
        assert.match(reason ?? '', new RegExp(`^not cached: ${what} changed since task `));
      });

    it('are called again when their code changed, and say so', async () => {
      workerCode = 'code-2';
      const [, reason] = await play({ code: { run: 'code-2' } });
      assert.match(reason ?? '', /^not cached: code changed since task /);
      assert.equal((await play({ code: { run: 'code-2' } }))[0], 'cached');
      workerCode = 'code-1';
    });

    it('fill no cache when the worker runs other code than was submitted', async () => {
      const other = { code: { run: 'code-3' } };
      const [, , , run] = await play(other);
      assert.equal((await play(other))[0], 'completed');
      const told = (await listRunEvents(bench.db.em.fork(), run)).map(({ text }) => text);
      assert.ok(told.includes('not kept for the cache: its worker runs other code than the definition that was submitted'));
    });

    it('say why they never come from it when nobody knows their code', async () => {
      const [state, reason] = await play({ code: {} });
      assert.deepEqual([state, reason], ['completed', 'not cached: the definition does not say what its code is']);
    });
  });

  it('show at each attempt the code that was submitted, also in place of what a worker has put there', async () => {
    const seen: unknown[] = [];
    const worker = await startDefinitionWorker(
      bench,
      { project: 'tests', name: 'shown' },
      {
        async runFunction({ node, task, attempt, code }) {
          const [{ script }] = await query<any>(bench.db.em.fork(), sql`select script from tasks where id = ${task}`);
          seen.push([node, attempt, code, script.diff?.split('\n')[1]]);
          await query(bench.db.em.fork(), sql`update tasks set script = '{"diff": "other"}' where id = ${task}`);
          if (attempt === 1) throw ApplicationFailure.nonRetryable('no luck', HOOK_FAILURES.FAILED);
          return { values: {}, code: '' };
        },
      },
    );
    const code = { run: 'code-1' };
    const steps = [
      { name: 'f', kind: 'function', code, retries: 1 },
      { name: 'unknown', kind: 'function', code, parents: ['f'], retries: 1 },
    ];
    const run = await submit(bench.db, looseSpec({ name: 'shown', steps, sources: { f: '() => 1' } }, bench.queue));
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    assert.deepEqual(seen, [
      ['f', 1, 'code-1', '() => 1'],
      ['f', 2, 'code-1', '() => 1'],
      ['unknown', 1, null, undefined],
      ['unknown', 2, null, undefined],
    ]);
  });

  it('and callbacks are served for steps that a callback adds', async () => {
    const calls: string[] = [];
    const note = ({ node, callbacksOf }: StepHookCall | FunctionCall, what: string) =>
      calls.push(`${node} ${what}${callbacksOf ? ` of ${callbacksOf}` : ''}`);
    const worker = await startDefinitionWorker(
      bench,
      { project: 'tests', name: 'added' },
      {
        async callStepHook(call) {
          note(call, call.hook);
          if (call.node !== 'train') return {};
          const again = bench.task('again', { hooks: ['postExecute'], callbacksOf: 'train' });
          const more = { name: 'more', kind: 'function', callbacksOf: 'f', parents: ['again'] };
          return { addSteps: [again, more] as never };
        },
        async runFunction(call) {
          note(call, 'runs');
          return { values: {}, code: '' };
        },
      },
    );
    const steps = [{ name: 'f', kind: 'function' }, bench.task('train', { parents: ['f'], hooks: ['postExecute'] })];
    const run = await submit(bench.db, looseSpec({ name: 'added', steps }, bench.queue));
    assert.equal(await endOf(bench.db, run), 'completed');
    await worker.stop();
    assert.deepEqual(calls, ['f runs', 'train postExecute', 'again postExecute of train', 'more runs of f']);
  });
});
