import assert from 'node:assert/strict';
import { query, sql } from '../../activities/db/sql.ts';
import { servePipeline } from '../../definition-worker/serve-pipeline.ts';
import { createClient, type HttpClient } from '../../sdk/http-client.ts';
import { definePipeline, list, type PipelineDefinition, readRun, submitPipeline } from '../../sdk/pipelines/index.ts';
import { controllerWorkflowId } from '../../workflows/contracts/controller.ts';
import { taskWorkflowId } from '../../workflows/contracts/names.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { type PipelineBench, startPipelineBench } from '../support/pipeline-bench.ts';
import { endOf } from '../support/pipeline-records.ts';

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

  async function serve(definition: PipelineDefinition): Promise<void> {
    const end = new AbortController();
    const { serving, ended } = await servePipeline({ client, definition, say: () => {}, signal: end.signal });
    bench.stopAtRelease(async () => {
      end.abort();
      await ended;
    });
    await serving;
  }
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
      'items: the callback gave 3000014 bytes; at most 1000000 are taken from a callback: have a function step give what is larger, and refer to its result',
    );
  });
});
