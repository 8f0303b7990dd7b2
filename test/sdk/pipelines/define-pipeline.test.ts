import assert from 'node:assert/strict';
import { atLeast, definePipeline, equal, index, integer, item, needsWorker, self } from '../../../sdk/pipelines/index.ts';
import type { TaskStep } from '../../../workflows/contracts/pipeline.ts';

const PLAIN = {
  parents: [],
  hooks: [],
  when: null,
  map: null,
  repeat: null,
  retries: 0,
  timeLimitMs: null,
  timeLimitIncludesQueue: false,
  continueOnFail: false,
  continueOnAbort: false,
  skipChildrenOnFail: false,
  skipChildrenOnAbort: false,
  stage: null,
  code: {},
  callbacksOf: null,
};
const PLAIN_TASK = {
  kind: 'task',
  ...PLAIN,
  parameters: {},
  configurations: {},
  overrides: {},
  queue: null,
  packages: null,
  container: null,
  gpus: null,
  tags: [],
  cache: false,
  monitor: { metrics: [], artifacts: [], models: [] },
  sameWorkerAs: null,
};
const code = 'print()';

describe('definePipeline', () => {
  it('makes plain data of a pipeline, complete and serializable', () => {
    const { spec } = definePipeline(
      { name: 'digits', project: 'examples', parameters: { epochs: integer({ default: 5 }) } },
      (p) => {
        const data = p.task('data', { repository: 'https://example.com/a.git', entryPoint: 'data.py' });
        p.task('train', {
          base: { project: 'examples', name: 'train' },
          parents: [data],
          map: [0.1, 0.01],
          parameters: {
            'Args/lr': item,
            'Args/epochs': p.parameters.epochs,
            'Args/data': data.artifact('digits').url,
            'Args/name': `run ${index} of ${p.parameters.epochs}`,
          },
        });
      },
    );
    assert.deepEqual(spec, {
      name: 'digits',
      project: 'examples',
      version: '1.0',
      description: '',
      parameters: { epochs: { type: 'integer', default: 5, description: '', choices: null } },
      defaultQueue: 'default',
      timeLimitMs: null,
      abortOnFailure: false,
      maxParallel: null,
      tags: [],
      outputUri: null,
      hooks: [],
      code: {},
      sources: {},
      steps: [
        {
          ...PLAIN_TASK,
          name: 'data',
          base: {
            repository: 'https://example.com/a.git',
            branch: null,
            commit: null,
            entryPoint: 'data.py',
            workingDir: '.',
            binary: 'python3',
          },
        },
        {
          ...PLAIN_TASK,
          name: 'train',
          base: { project: 'examples', name: 'train' },
          parents: ['data'],
          map: { over: [0.1, 0.01], maxParallel: null },
          parameters: {
            'Args/lr': '${item}',
            'Args/epochs': '${pipeline.epochs}',
            'Args/data': '${data.artifacts.digits.url}',
            'Args/name': 'run ${index} of ${pipeline.epochs}',
          },
        },
      ],
    });
    assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
  });

  it('has the texts of the functions that are steps', () => {
    const work = async () => ({ rows: 1 });
    const { spec } = definePipeline({ name: 'p', project: 'x', onStart: () => {} }, (p) => {
      const f = p.run('f', { preExecute: () => true }, work);
      p.task('b', { code, parents: [f], preExecute: () => true });
    });
    assert.deepEqual(spec.sources, { f: work.toString() });
  });

  it('writes every kind of reference', () => {
    const { spec } = definePipeline({ name: 'p', project: 'x' }, (p) => {
      const a = p.task('step one', { code });
      const f = p.run('f', async () => ({ rows: 1 }));
      p.task('b', {
        code,
        parents: [a, f],
        parameters: {
          'Args/id': a.id,
          'Args/hash': a.artifact('data.csv').hash,
          'Args/lr': a.parameter('Args/lr'),
          'Args/model': a.outputModel().url,
          'Args/input': a.inputModel(0).id,
          'Args/metric': a.metric('top 1.5', 'validation').max,
          'Args/rows': f.result.rows,
          'Args/plain': '${step one.artifacts.x.url}',
          'Args/deep': { list: [a.id, { url: `s3://x/${a.id}/y` }] },
        },
      });
    });
    assert.deepEqual((spec.steps[2] as TaskStep).parameters, {
      'Args/id': '${step one.id}',
      'Args/hash': '${step one.artifacts.data\\.csv.hash}',
      'Args/lr': '${step one.parameters.Args/lr}',
      'Args/model': '${step one.models.output.-1.url}',
      'Args/input': '${step one.models.input.0.id}',
      'Args/metric': '${step one.metrics.top 1\\.5.validation.max}',
      'Args/rows': '${f.result.rows}',
      'Args/plain': '${step one.artifacts.x.url}',
      'Args/deep': { list: ['${step one.id}', { url: 's3://x/${step one.id}/y' }] },
    });
  });

  it('keeps functions out of the plain data, and says which there are', () => {
    const definition = definePipeline({ name: 'p', project: 'x', onEnd: () => {} }, (p) => {
      const list = p.run('list', async () => ({ items: [1] }));
      p.task('train', {
        code,
        parents: [list],
        when: () => true,
        map: { over: () => [1, 2], maxParallel: 3 },
        retry: () => true,
        preExecute: () => {},
        postExecute: () => {},
        onStatusChange: () => {},
      });
      p.task('loop', { code, repeat: { until: () => true, atMost: 4 } });
    });
    const [list, train, loop] = definition.spec.steps;
    assert.deepEqual(definition.spec.hooks, ['onEnd']);
    assert.deepEqual([list!.kind, list!.hooks], ['function', []]);
    assert.deepEqual(train!.hooks, ['when', 'items', 'preExecute', 'onStatusChange', 'postExecute', 'retry']);
    assert.deepEqual([train!.when, train!.map], [null, { over: null, maxParallel: 3 }]);
    assert.deepEqual([loop!.hooks, loop!.repeat], [['until'], { until: null, atMost: 4 }]);
    assert.equal(train!.retries, 10);
    assert.deepEqual(Object.keys(definition.callbacks.steps.list!), ['run']);
    assert.equal(needsWorker(definition), true);
  });

  it('writes conditions as data; the step itself is called by its name', () => {
    const { spec } = definePipeline({ name: 'p', project: 'x' }, (p) => {
      const a = p.task('a', { code, repeat: { until: atLeast(self.metric('acc', 'test').last, 0.9), atMost: 3 } });
      p.task('b', { code, parents: [a], when: equal(a.parameter('Args/kind'), 'x') });
    });
    assert.deepEqual(spec.steps[0]!.repeat, {
      until: { value: '${a.metrics.acc.test.last}', is: 'atLeast', than: 0.9 },
      atMost: 3,
    });
    assert.deepEqual(spec.steps[1]!.when, { value: '${a.parameters.Args/kind}', is: 'equal', than: 'x' });
  });

  it('gives steps the defaults that they do not say themselves', () => {
    const defaults = {
      queue: 'gpu',
      packages: ['numpy'],
      container: 'python:3.12',
      retries: 2,
      timeLimit: '1.5h',
      cache: true,
    } as const;
    const { spec } = definePipeline({ name: 'p', project: 'x', defaults, defaultQueue: 'cpu', timeLimit: '2d' }, (p) => {
      const a = p.task('a', { code });
      const b = p.task('b', { code, parents: [a], queue: 'cpu', packages: [], retries: 0, timeLimit: '90s', cache: false });
      p.approval('ok', { parents: [b], prompt: 'Go on?' });
    });
    const [a, b, ok] = spec.steps as [TaskStep, TaskStep, TaskStep];
    assert.deepEqual(
      [a.queue, a.packages, a.container, a.retries, a.timeLimitMs, a.cache],
      ['gpu', ['numpy'], { image: 'python:3.12', arguments: '', setupScript: '' }, 2, 5_400_000, true],
    );
    assert.deepEqual([b.queue, b.packages, b.retries, b.timeLimitMs, b.cache], ['cpu', [], 0, 90_000, false]);
    assert.deepEqual([ok.retries, ok.timeLimitMs], [0, null]);
    assert.equal(spec.timeLimitMs, 172_800_000);
  });

  it('makes the other kinds of steps', () => {
    const inner = definePipeline({ name: 'inner', project: 'x', parameters: { n: integer({ default: 1 }) } }, (p) => {
      p.run('f', async () => {});
    });
    const { spec, nested } = definePipeline({ name: 'p', project: 'x' }, (p) => {
      const ok = p.approval('ok', { prompt: 'Go on?' });
      p.wait('pause', { parents: [ok], time: '10m', signal: 'go', date: '2030-01-01T00:00:00+01:00' });
      p.pipeline('child', inner, { parameters: { n: 3 } });
      p.pipeline('known', { project: 'x', name: 'other' });
    });
    assert.deepEqual(spec.steps, [
      { kind: 'approval', ...PLAIN, name: 'ok', prompt: 'Go on?' },
      { kind: 'wait', ...PLAIN, name: 'pause', parents: ['ok'], signal: 'go', forMs: 600_000, until: '2029-12-31T23:00:00.000Z' },
      { kind: 'pipeline', ...PLAIN, name: 'child', pipeline: { spec: inner.spec }, parameters: { n: 3 } },
      { kind: 'pipeline', ...PLAIN, name: 'known', pipeline: { project: 'x', name: 'other', version: null }, parameters: {} },
    ]);
    assert.deepEqual(nested, [inner]);
  });

  const refuse = (message: RegExp, build: Parameters<typeof definePipeline>[1]) =>
    assert.throws(() => definePipeline({ name: 'p', project: 'x' }, build), message);

  it('refuses what is not sound, and names the step', () => {
    refuse(/two steps are called "a"/, (p) => {
      p.task('a', { code });
      p.task('a', { code });
    });
    refuse(/step "w": signal, time or date is needed/, (p) => p.wait('w', {}));
    refuse(/step "t": timeLimit is "10x"/, (p) => p.task('t', { code, timeLimit: '10x' as '10s' }));
    refuse(/step "t": parameters.Args\/f is function/, (p) =>
      p.task('t', { code, parameters: { 'Args/f': (() => {}) as never } }),
    );
    refuse(/step "t": parameters.Args\/f.x\[0\] is an object of Date/, (p) =>
      p.task('t', { code, parameters: { 'Args/f': { x: [new Date() as never] } } }),
    );
    refuse(/step "t": one of base, repository and code is needed; given: none/, (p) => p.task('t', {} as never));
    refuse(/step "b": .*\$\{a\.artifact\}/, (p) => {
      const a = p.task('a', { code });
      p.task('b', { code, parents: [a], parameters: { 'Args/x': '${a.artifact}' } });
    });
    refuse(/step "b": .*"nobody"/, (p) => void p.task('b', { code, parameters: { 'Args/x': '${nobody.id}' } }));
    refuse(/step "b": .*pipeline\.n/, (p) => void p.task('b', { code, parameters: { 'Args/x': '${pipeline.n}' } }));
    refuse(/step "self"/, (p) => void p.task('self', { code }));
    refuse(/at least one step/, () => {});
    assert.throws(
      () => definePipeline({ name: 'p', project: 'x', parameters: { n: integer({ default: 1.5 }) } }, () => {}),
      /1.5.*integer/,
    );
  });
});
