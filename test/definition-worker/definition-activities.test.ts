import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { beginPipeline } from '../../activities/db/pipelines/begin-pipeline.ts';
import { readResult } from '../../activities/db/pipelines/function-results.ts';
import { startSteps } from '../../activities/db/pipelines/start-steps.ts';
import { createDefinitionActivities } from '../../definition-worker/definition-activities.ts';
import { ServerUnreachableError } from '../../sdk/api-error.ts';
import { createClient, type HttpClient } from '../../sdk/http-client.ts';
import { definePipeline, integer, type PipelineDefinition } from '../../sdk/pipelines/index.ts';
import type { TaskStep } from '../../workflows/contracts/pipeline.ts';
import type { FunctionCall, PipelineHookCall, StepHookCall } from '../../workflows/contracts/pipeline-hooks.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';

const code = 'print()';
const SILENT = new DefaultLogger('ERROR');

function inActivity<A, R>(activity: (call: A) => Promise<R>, call: A): Promise<R> {
  return new MockActivityEnvironment({}, { logger: SILENT }).run(activity, call);
}

describe('the callbacks of a definition', () => {
  let server: TestApi;
  let client: HttpClient;
  let run: string;
  let task: string;
  before(async () => {
    server = await startTestApi();
    client = createClient({ apiUrl: server.url, ...TEST_CREDENTIALS });
    run = await createTask('run');
    task = await createTask('train');
  });
  after(() => server.release());

  const createTask = async (name: string): Promise<string> =>
    (
      await server.call('tasks.create', {
        name,
        project: null,
        type: 'training',
        hyperparams: { Args: { lr: { section: 'Args', name: 'lr', value: '0.1' } } },
      })
    ).data.id;

  const activitiesOf = (definition: PipelineDefinition) =>
    createDefinitionActivities({ definition, client, worker: 'test', say: () => {} });

  const stepCall = (call: Partial<StepHookCall>): StepHookCall => ({
    idempotencyKey: `${run}/train/${call.hook}/1`,
    run,
    pipeline: { project: 'x', name: 'p', version: '1.0' },
    parameters: { epochs: 5 },
    hook: 'preExecute',
    node: 'train',
    step: 'train',
    attempt: 1,
    state: 'pending',
    previousState: null,
    task: null,
    callbacksOf: null,
    stepParameters: {},
    tasks: {},
    ...call,
  });
  const functionCall = (call: Partial<FunctionCall> = {}): FunctionCall => ({
    idempotencyKey: `${run}/f/run/1`,
    run,
    pipeline: { project: 'x', name: 'p', version: '1.0' },
    parameters: {},
    node: 'f',
    step: 'f',
    attempt: 1,
    task,
    callbacksOf: null,
    arguments: {},
    ...call,
  });
  const call = (definition: PipelineDefinition, given: Partial<StepHookCall>) =>
    inActivity(activitiesOf(definition).callStepHook, stepCall(given));

  const train = (options: object) =>
    definePipeline(
      { name: 'p', project: 'x', parameters: { epochs: integer({ default: 5 }) }, defaults: { queue: 'gpu' } },
      (p) => {
        p.task('train', { code, ...options });
      },
    );

  it('may change parameters: what changed is passed on', async () => {
    const definition = train({
      preExecute: ({ stepParameters, parameters, idempotencyKey }: any) => {
        stepParameters['Args/epochs'] = parameters.epochs + 1;
        stepParameters['Args/key'] = idempotencyKey;
        stepParameters['Args/list'].push(3);
      },
    });
    assert.deepEqual(await call(definition, { stepParameters: { 'Args/epochs': 5, 'Args/lr': 0.1, 'Args/list': [1, 2] } }), {
      decision: true,
      parameters: { 'Args/epochs': 6, 'Args/key': `${run}/train/undefined/1`, 'Args/list': [1, 2, 3] },
    });
  });

  it('may skip the step', async () => {
    assert.equal((await call(train({ preExecute: async () => false }), {})).decision, false);
    assert.equal((await call(train({ preExecute: async () => undefined }), {})).decision, true);
  });

  it('may add steps, with the defaults of the pipeline', async () => {
    const definition = train({
      postExecute: ({ addSteps }: any) =>
        addSteps((steps: any) => {
          const more = steps.task('more', { code, parameters: { 'Args/id': '${train.id}' } });
          steps.task('last', { code, parents: [more] });
        }),
    });
    const { addSteps } = await call(definition, { hook: 'postExecute', task, state: 'completed' });
    assert.deepEqual(
      (addSteps as TaskStep[]).map(({ name, parents, queue }) => ({ name, parents, queue })),
      [
        { name: 'more', parents: [], queue: 'gpu' },
        { name: 'last', parents: ['more'], queue: 'gpu' },
      ],
    );
  });

  it('may not add steps with callbacks, which would be gone after a restart', async () => {
    const adding = (build: (steps: any) => void) => train({ postExecute: ({ addSteps }: any) => addSteps(build) });
    await assert.rejects(
      call(
        adding((steps) => steps.task('more', { code, preExecute: () => {} })),
        { hook: 'postExecute', task },
      ),
      {
        type: 'CallbackFailed',
        nonRetryable: true,
        message: /step "more".*preExecute of its own.*callbacksOf/,
      },
    );
    await assert.rejects(
      call(
        adding((steps) => steps.run('more', async () => {})),
        { hook: 'postExecute', task },
      ),
      /step "more".*function/,
    );
  });

  it('may add steps that have the callbacks, or the function, of a step of the definition', async () => {
    const definition = definePipeline({ name: 'p', project: 'x' }, (p) => {
      const work = p.run('work', { preExecute: () => {}, repeat: { atMost: 2, until: () => true } }, async () => ({ n: 1 }));
      p.task('train', {
        code,
        parents: [work],
        retry: ({ attempt }) => attempt < 3,
        postExecute: ({ addSteps }) =>
          addSteps((steps) => {
            steps.run('more work', { callbacksOf: work });
            steps.task('again', { code, callbacksOf: 'train' });
          }),
      });
    });
    const { addSteps } = await call(definition, { hook: 'postExecute', task, state: 'completed' });
    const [work, train] = definition.spec.steps;
    assert.deepEqual(
      addSteps?.map(({ name, hooks, code, callbacksOf }) => ({ name, hooks, code, callbacksOf })),
      [
        { name: 'more work', hooks: ['preExecute'], code: work!.code, callbacksOf: 'work' },
        { name: 'again', hooks: ['postExecute', 'retry'], code: train!.code, callbacksOf: 'train' },
      ],
    );
    const added = { step: 'again', node: 'again', callbacksOf: 'train' };
    assert.deepEqual(await call(definition, { ...added, hook: 'retry', attempt: 3, task }), { decision: false });
    const { runFunction } = activitiesOf(definition);
    const answer = await inActivity(runFunction, functionCall({ step: 'more work', callbacksOf: 'work' }));
    assert.deepEqual(answer, { values: { n: 1 }, code: work!.code.run });
  });

  it('may not add steps with the callbacks of a step that the definition does not have', async () => {
    const definition = train({
      postExecute: ({ addSteps }: any) => addSteps((s: any) => s.task('more', { code, callbacksOf: 'no' })),
    });
    await assert.rejects(
      call(definition, { hook: 'postExecute', task }),
      /callbacksOf: the definition has no step "no"; it has train/,
    );
  });

  it('decide and give lists, of the right types only', async () => {
    assert.deepEqual(await call(train({ when: () => false }), { hook: 'when' }), { decision: false });
    assert.deepEqual(
      await call(train({ retries: 3, retry: ({ attempt }: any) => attempt < 3 }), { hook: 'retry', attempt: 2, task }),
      {
        decision: true,
      },
    );
    assert.deepEqual(
      await call(train({ map: { over: ({ parameters }: any) => [parameters.epochs, { a: 1 }] } }), { hook: 'items' }),
      {
        items: [5, { a: 1 }],
      },
    );
    await assert.rejects(call(train({ when: () => 'no' }), { hook: 'when' }), {
      type: 'CallbackFailed',
      message: /when gave "no"/,
    });
    await assert.rejects(call(train({ map: { over: () => 5 } }), { hook: 'items' }), {
      type: 'CallbackFailed',
      message: /map.over gave 5/,
    });
  });

  it('read tasks: of the step, and of steps before it', async () => {
    const definition = train({
      onStatusChange: async ({ task: own, taskOf, state, previousState }: any) => {
        assert.deepEqual([state, previousState], ['completed', 'running']);
        assert.deepEqual(await own.parameters(), { 'Args/lr': '0.1' });
        assert.equal(await taskOf('data').name(), 'train');
        assert.equal(await taskOf({ name: 'data' }).status(), 'created');
        assert.throws(() => taskOf('other'), /no task of "other"; there is one of data/);
      },
    });
    const given = { hook: 'onStatusChange', state: 'completed', previousState: 'running', task, tasks: { data: task } } as const;
    assert.deepEqual(await call(definition, given), {});
  });

  it('fail finally when they throw, and their words and stack go to the console', async () => {
    const definition = train({
      postExecute: ({ log }: any) => {
        log('looks at it');
        throw new Error('accuracy is 0');
      },
    });
    await assert.rejects(call(definition, { hook: 'postExecute', task }), {
      type: 'CallbackFailed',
      nonRetryable: true,
      message: 'accuracy is 0',
    });
    const { data } = await server.call('events.get_task_log', { task });
    const console = data.events.map(({ msg }: { msg: string }) => msg).join('\n');
    assert.match(console, /looks at it/);
    assert.match(console, /Error: accuracy is 0\n +at .*definition-activities.test/);
  });

  it('are tried again when the server does not answer, or the definition does not have them', async () => {
    const unreachable = train({
      preExecute: () => {
        throw new ServerUnreachableError('http://x', new Error('refused'));
      },
    });
    await assert.rejects(call(unreachable, {}), { type: 'ServerUnreachable', nonRetryable: false });
    await assert.rejects(call(train({}), {}), {
      type: 'HookMissing',
      nonRetryable: false,
      message: /preExecute of step "train"/,
    });
    await assert.rejects(call(train({}), { step: 'gone' }), { type: 'HookMissing', message: /step "gone"/ });
  });

  it('heartbeat while they take, and are cancelled when the run is', async () => {
    const environment = new MockActivityEnvironment({ heartbeatTimeoutMs: 30 }, { logger: SILENT });
    let beats = 0;
    environment.on('heartbeat', () => {
      beats += 1;
      if (beats === 3) environment.cancel('CANCELLED');
    });
    let heard = false;
    const definition = train({
      preExecute: async ({ signal }: any) => {
        signal.addEventListener('abort', () => {
          heard = true;
        });
        await sleep(60_000, undefined, { signal });
      },
    });
    await assert.rejects(environment.run(activitiesOf(definition).callStepHook, stepCall({})), (error) => {
      assert.ok(error instanceof CancelledFailure || error instanceof ApplicationFailure);
      return true;
    });
    assert.ok(heard);
  });

  it('run functions with their arguments, and pass on what they give as JSON', async () => {
    const definition = definePipeline({ name: 'p', project: 'x' }, (p) => {
      p.run('f', { arguments: { rows: 3 } }, async (context, { rows }) => ({
        twice: rows * 2,
        task: context.task.id,
        none: undefined,
      }));
      p.run('looks back', async ({ taskOf, item, index }) => ({ before: taskOf('data').id, item, index }));
      p.run('nothing', async () => {});
      p.run('list', async () => [1]);
    });
    const { runFunction } = activitiesOf(definition);
    const invoke = (given: Partial<FunctionCall>) => inActivity(runFunction, functionCall(given));
    assert.deepEqual((await invoke({ arguments: { rows: 4 } })).values, { twice: 8, task });
    assert.deepEqual((await invoke({ step: 'looks back', tasks: { data: task }, item: { a: 1 }, index: 3 })).values, {
      before: task,
      item: { a: 1 },
      index: 3,
    });
    assert.deepEqual((await invoke({ step: 'nothing' })).values, {});
    await assert.rejects(invoke({ step: 'list' }), { type: 'CallbackFailed', message: /must give an object/ });
    await assert.rejects(invoke({ step: 'gone' }), { type: 'HookMissing' });
  });

  it('show the function that runs as the code of its task, when another one was submitted', async () => {
    const definition = definePipeline({ name: 'p', project: 'x' }, (p) => {
      p.run('f', async () => ({ changed: true }));
    });
    const { runFunction } = activitiesOf(definition);
    const { code } = definition.spec.steps[0]!;
    const task = await createTask('f');
    const codeOfTask = async () => (await server.call('tasks.get_by_id', { task })).data.task.script?.diff ?? '';
    await inActivity(runFunction, functionCall({ task, code: code.run! }));
    assert.equal(await codeOfTask(), '');
    await inActivity(runFunction, functionCall({ task, code: 'of the function that was submitted' }));
    assert.match(await codeOfTask(), /\nasync \(\) => \(\{ changed: true \}\)\n$/);
  });

  it('ask for long arguments, and hand long results to the server', async () => {
    const { db } = server.api;
    const long = 'x'.repeat(20_000);
    const { body } = await server.request('POST', '/api/pipelines/runs', {
      spec: { name: 'long', project: 'x', steps: [{ name: 'f', kind: 'function', arguments: { long } }] },
      draft: true,
    });
    await beginPipeline(db, { taskId: body.run, attempt: 1 });
    const [started] = await startSteps(db, { run: { taskId: body.run, attempt: 1 }, steps: [{ node: 'f', attempt: 1 }] });
    const definition = definePipeline({ name: 'long', project: 'x' }, (p) => {
      p.run('f', { arguments: { long } }, async (_, { long }) => ({ length: long.length, list: [long], few: [1] }));
    });
    const { runFunction } = activitiesOf(definition);
    const answer = await inActivity(runFunction, functionCall({ run: body.run, task: started!.task!, arguments: null }));
    assert.deepEqual(answer.values, { length: 20_000, few: [1] });
    assert.deepEqual((await readResult(db.em.fork(), started!.task!, 'list'))?.value, [long]);
  });

  it('of the whole run are told how it ends', async () => {
    const ends: string[] = [];
    const definition = definePipeline(
      { name: 'p', project: 'x', onEnd: ({ status, run }) => void ends.push(`${run} ${status}`) },
      (p) => {
        p.task('a', { code });
      },
    );
    const { callPipelineHook } = activitiesOf(definition);
    const { pipeline, parameters } = stepCall({});
    const hookCall: PipelineHookCall = { idempotencyKey: 'k', run, pipeline, parameters, hook: 'onEnd', status: 'failed' };
    await inActivity(callPipelineHook, hookCall);
    assert.deepEqual(ends, [`${run} failed`]);
    await assert.rejects(inActivity(callPipelineHook, { ...hookCall, hook: 'onStart', status: null }), {
      type: 'HookMissing',
    });
  });
});
