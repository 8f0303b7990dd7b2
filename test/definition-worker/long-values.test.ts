import assert from 'node:assert/strict';
import { query, sql } from '../../activities/db/sql.ts';
import { createClient, type HttpClient } from '../../sdk/http-client.ts';
import { definePipeline, list, type PipelineDefinition, readRun, submitPipeline } from '../../sdk/pipelines/index.ts';
import {
  choice,
  custom,
  defineSweep,
  grid,
  maximize,
  readTrials,
  type Strategy,
  type SweepDefinition,
  submitSweep,
} from '../../sdk/sweeps/index.ts';
import { controllerWorkflowId } from '../../workflows/contracts/controller.ts';
import { taskWorkflowId } from '../../workflows/contracts/names.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { type PipelineBench, startPipelineBench } from '../support/pipeline-bench.ts';
import { endOf } from '../support/pipeline-records.ts';
import { serveDefinition } from '../support/serve-definition.ts';

/** Temporal refuses a payload of more than 2 MB, and a call of more than 4. */
const LONG = 'x'.repeat(3_000_000);
/** Characters of the JSON of a history in which nothing of that size is. */
const SHORT_HISTORY = 200_000;

describe('values of 3 MB in a definition that its worker serves', function () {
  this.timeout(120_000);
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

  const serve = (definition: PipelineDefinition | SweepDefinition) => serveDefinition(bench, client, definition);
  const historyOf = async (workflowId: string) =>
    JSON.stringify(await bench.env.client.workflow.getHandle(workflowId).fetchHistory());
  const parameterOf = async (task: string, path: string[]): Promise<string> => {
    const [row] = await query<{ value: string }>(
      bench.db.em.fork(),
      sql`select hyperparams #>> ${path}::text[] as value from tasks where id = ${task}`,
    );
    return row!.value;
  };

  it('reach callbacks, functions and tasks whole, as parameters, results and items, and are in no history', async () => {
    const seen: Record<string, number> = {};
    const see = (where: string, value: unknown) => {
      seen[where] = (value as string[]).join('').length;
    };
    const definition = definePipeline(
      {
        name: 'long values',
        project: 'tests',
        defaults: { queue: bench.queue },
        parameters: { texts: list({ default: [] as string[] }) },
        onStart: ({ parameters }) => see('onStart', parameters.texts),
      },
      (p) => {
        const make = p.run('make', { arguments: { texts: p.parameters.texts } }, async ({ parameters }, { texts }) => {
          see('argument', texts);
          see('parameter', parameters.texts);
          return { texts: [LONG] };
        });
        p.run('each', { parents: [make], map: make.result.texts }, async ({ item }) => see('item', [item]) as undefined);
        p.task('train', {
          code: 'print()',
          parents: [make],
          parameters: { 'Args/text': make.result.texts },
          preExecute: ({ parameters, stepParameters }) => {
            see('preExecute', parameters.texts);
            see('stepParameters', stepParameters['Args/text']);
          },
        });
      },
    );
    await serve(definition);
    const { run } = await submitPipeline(client, definition, { parameters: { texts: [LONG] } });
    assert.equal(await endOf(bench.db, run), 'completed');
    const { nodes } = await readRun(client, run);
    const tasks = nodes.flatMap(({ name, task }) => (task ? [{ name, task }] : []));
    const train = tasks.find(({ name }) => name === 'train')!;
    assert.equal(await parameterOf(train.task, ['Args', 'text', 'value']), JSON.stringify([LONG]));
    assert.deepEqual(seen, {
      onStart: LONG.length,
      argument: LONG.length,
      parameter: LONG.length,
      item: LONG.length,
      preExecute: LONG.length,
      stepParameters: LONG.length,
    });
    const workflows = [
      controllerWorkflowId('pipeline', { taskId: run, attempt: 1 }),
      ...tasks.map(({ task }) => taskWorkflowId(task, 1)),
    ];
    for (const workflow of workflows) assert.ok((await historyOf(workflow)).length < SHORT_HISTORY, workflow);
  });

  it('are refused as the answer of a callback, with what to do instead', async () => {
    const definition = definePipeline({ name: 'long answers', project: 'tests', defaults: { queue: bench.queue } }, (p) => {
      p.task('each', { code: 'print()', map: { over: () => [LONG] } });
    });
    await serve(definition);
    const { run } = await submitPipeline(client, definition);
    assert.equal(await endOf(bench.db, run), 'failed');
    const { nodes } = await readRun(client, run);
    assert.equal(
      nodes[0]!.reason,
      'items: the callback gave 3000014 bytes; at most 1000000 are taken: have a function step give what is larger, and refer to its result',
    );
  });

  const sweepOf = (name: string, strategy: Strategy) =>
    defineSweep({
      name,
      project: 'tests',
      base: { code: 'print()' },
      space: { 'Args/text': choice([LONG, 'short']) },
      objective: maximize('accuracy', 'test'),
      strategy,
      queue: bench.queue,
      limits: { maxTrials: 2, maxConcurrent: 1 },
    });
  const trialsOf = async (sweep: string) => {
    const trials = await readTrials(client, sweep);
    const histories = [
      controllerWorkflowId('sweep', { taskId: sweep, attempt: 1 }),
      ...trials.map(({ task }) => taskWorkflowId(task, 1)),
    ];
    for (const workflow of histories) assert.ok((await historyOf(workflow)).length < SHORT_HISTORY, workflow);
    return trials.map(({ parameters }) => (parameters['Args/text'] as string).length);
  };

  it('are in the space of a sweep and in its trials, and in no history', async () => {
    const definition = sweepOf('long space', grid());
    const { sweep } = await submitSweep(client, definition);
    assert.equal(await endOf(bench.db, sweep), 'completed');
    assert.deepEqual((await trialsOf(sweep)).toSorted(), [LONG.length, 'short'.length].toSorted());
    const [trial] = (await readTrials(client, sweep)).filter(({ parameters }) => parameters['Args/text'] === LONG);
    assert.equal(await parameterOf(trial!.task, ['Args', 'text', 'value']), LONG);
  });

  it('reach a strategy of one’s own whole, and are refused as its answer', async () => {
    const seen: unknown[] = [];
    const definition = sweepOf(
      'long questions',
      custom('mine', ({ space, next }) => {
        seen.push((space['Args/text'] as { values: unknown[] }).values);
        return [{ 'Args/text': next === 0 ? 'short' : LONG }];
      }),
    );
    await serve(definition);
    const { sweep } = await submitSweep(client, definition);
    assert.equal(await endOf(bench.db, sweep), 'failed');
    assert.deepEqual(seen, [
      [LONG, 'short'],
      [LONG, 'short'],
    ]);
    assert.deepEqual(await trialsOf(sweep), ['short'.length]);
    const { task } = await client.call<any>('tasks.get_by_id', { task: sweep });
    assert.match(
      task.status_message,
      /the strategy gave 3\d+ bytes; at most 1000000 are taken: let parameters name what is larger/,
    );
  });
});
