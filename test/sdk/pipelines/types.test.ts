import assert from 'node:assert/strict';
import {
  above,
  atLeast,
  boolean,
  definePipeline,
  equal,
  index,
  integer,
  isTrue,
  item,
  number,
  self,
  text,
} from '../../../sdk/pipelines/index.ts';

/**
 * What is wrong here is refused by `tsc`, which is part of the tests: a line marked with `@ts-expect-error` that is right after all is an
 * error itself. Nothing is called that would throw.
 */
const only = <T>(_build: T): void => {};
const code = 'print()';

describe('the types of a pipeline', () => {
  it('know parents', () => {
    definePipeline({ name: 'p', project: 'types' }, (p) => {
      const data = p.task('data', { code });
      p.task('train', { code, parents: [data] });
      // @ts-expect-error a name is no step
      only(() => p.task('wrong', { code, parents: ['data'] }));
      // @ts-expect-error there is no such step
      only(() => p.task('wrong', { code, parents: [dta] }));
    });
  });

  it('allow references to steps above only', () => {
    definePipeline({ name: 'p', project: 'types' }, (p) => {
      const data = p.task('data', { code });
      const other = p.task('other', { code });
      const train = p.task('train', { code, parents: [data], parameters: { 'Args/url': data.artifact('x').url } });
      p.task('grandchild', {
        code,
        parents: [train],
        parameters: { 'Args/url': data.artifact('x').url, 'Args/deep': [{ a: train.id }] },
      });
      // @ts-expect-error the parent is missing
      only(() => p.task('wrong', { code, parameters: { 'Args/url': data.artifact('x').url } }));
      // @ts-expect-error another step is the parent
      only(() => p.task('wrong', { code, parents: [other], parameters: { 'Args/url': data.artifact('x').url } }));
      // @ts-expect-error as deep as it may be
      only(() => p.task('wrong', { code, parents: [other], parameters: { 'Args/a': [{ b: data.id }] } }));
      // @ts-expect-error in configurations
      only(() => p.task('wrong', { code, configurations: { a: data.id } }));
      // @ts-expect-error in overrides
      only(() => p.task('wrong', { code, overrides: { 'script.branch': data.id } }));
      // @ts-expect-error in conditions
      only(() => p.task('wrong', { code, when: atLeast(data.metric('a', 'b').last, 1) }));
      // @ts-expect-error in arguments of functions
      only(() => p.run('wrong', { arguments: { a: data.id } }, async () => ({})));
      // @ts-expect-error in the list to map over
      only(() => p.task('wrong', { code, map: mapped.result.items }));
      const mapped = p.run('list', async () => ({ items: [1, 2] }));
      p.task('right', { code, parents: [mapped], map: mapped.result.items });
    });
  });

  it('know items in mapped steps only', () => {
    definePipeline({ name: 'p', project: 'types' }, (p) => {
      const train = p.task('train', { code, map: [0.1, 0.01], parameters: { 'Args/lr': item, 'Args/i': index } });
      p.task('also', { code, map: { over: async () => [{ lr: 1 }], maxParallel: 2 }, parameters: { 'Args/lr': item.key('lr') } });
      // @ts-expect-error nothing is mapped
      only(() => p.task('wrong', { code, parameters: { 'Args/lr': item } }));
      // @ts-expect-error the values of a mapped step are a list
      only(() => p.task('wrong', { code, parents: [train], when: above(train.metric('a', 'b').last, 1) }));
      p.run('sum', { parents: [train], arguments: { values: train.metric('a', 'b').last } }, async (_, { values }) => {
        const list: (number | null)[] = values;
        return { sum: list.length };
      });
    });
  });

  it('know the step itself in the condition that ends a loop', () => {
    definePipeline({ name: 'p', project: 'types' }, (p) => {
      p.task('train', { code, repeat: { until: atLeast(self.metric('accuracy', 'test').last, 0.9), atMost: 5 } });
      // @ts-expect-error before it has run there is nothing of it
      only(() => p.task('wrong', { code, when: atLeast(self.metric('accuracy', 'test').last, 0.9) }));
      // @ts-expect-error a loop has a bound
      only(() => p.task('wrong', { code, repeat: { until: atLeast(self.metric('accuracy', 'test').last, 0.9) } }));
    });
  });

  it('know parameters, their types and names', () => {
    const parameters = {
      epochs: integer({ default: 5, choices: [5, 10] }),
      name: text({ default: 'a' }),
      quick: boolean({ default: false }),
    };
    const inner = definePipeline({ name: 'inner', project: 'types', parameters }, (p) => {
      p.task('train', { code, parameters: { 'Args/epochs': p.parameters.epochs }, when: above(p.parameters.epochs, 3) });
      p.task('named', { code, when: equal(p.parameters.name, 'a') });
      p.task('quick', { code, when: isTrue(p.parameters.quick) });
      // @ts-expect-error there is no such parameter
      only(() => p.task('wrong', { code, parameters: { 'Args/epochs': p.parameters.epoch } }));
      // @ts-expect-error text is not above or below
      only(() => p.task('wrong', { code, when: above(p.parameters.name, 3) }));
      // @ts-expect-error text does not equal a number
      only(() => p.task('wrong', { code, when: equal(p.parameters.name, 3) }));
      p.task('callback', {
        code,
        preExecute: ({ parameters: { epochs, name } }) => {
          const five: number = epochs;
          // @ts-expect-error it is text
          const wrong: number = name;
          return five > wrong;
        },
      });
    });
    // @ts-expect-error the default is of another type
    only(() => integer({ default: 'five' }));
    // @ts-expect-error so is a choice
    only(() => number({ default: 1, choices: ['a'] }));
    definePipeline({ name: 'outer', project: 'types', parameters: { n: integer({ default: 1 }) } }, (p) => {
      p.pipeline('inner', inner, { parameters: { epochs: p.parameters.n, name: 'b' } });
      // @ts-expect-error another type
      only(() => p.pipeline('wrong', inner, { parameters: { epochs: 'five' } }));
      // @ts-expect-error a reference to another type
      only(() => p.pipeline('wrong', inner, { parameters: { name: p.parameters.n } }));
      // @ts-expect-error no such parameter
      only(() => p.pipeline('wrong', inner, { parameters: { epoch: 5 } }));
    });
  });

  it('know where code comes from', () => {
    definePipeline({ name: 'p', project: 'types' }, (p) => {
      p.task('right', { code });
      // @ts-expect-error from nowhere
      only(() => p.task('wrong', {}));
      // @ts-expect-error from two places
      only(() => p.task('wrong', { code, base: 'abc' }));
      // @ts-expect-error a repository alone does not say what to run
      only(() => p.task('wrong', { repository: 'https://example.com/a.git' }));
      // @ts-expect-error a time has a unit
      only(() => p.task('wrong', { code, timeLimit: 10 }));
    });
  });

  it('know what functions are given and give', () => {
    definePipeline({ name: 'p', project: 'types' }, (p) => {
      const split = p.run('split', async (context) => ({ rows: 3, key: context.idempotencyKey }));
      p.run('sum', { parents: [split], arguments: { rows: split.result.rows, plain: 'text' } }, async (_, args) => {
        const rows: number = args.rows;
        const plain: string = args.plain;
        // @ts-expect-error no such argument
        only(args.other);
        return { sum: rows + plain.length };
      });
      // @ts-expect-error no such result
      only(() => split.result.columns);
      p.run('nothing', async () => {});
      // @ts-expect-error a bare number has no key
      only(() => p.run('wrong', async () => 5));
    });
  });

  it('know what each callback may do', () => {
    definePipeline({ name: 'p', project: 'types', onEnd: ({ status }) => only<string>(status) }, (p) => {
      p.task('train', {
        code,
        preExecute: async (context) => {
          context.stepParameters['Args/lr'] = 0.1;
          // @ts-expect-error it has no task yet
          only(context.task);
          if (context.attempt > 3) return false;
        },
        postExecute: async (context) => {
          assert.ok((await context.task.metric('a', 'b')).last);
          context.addSteps((steps) => {
            steps.task('more', { code });
            // @ts-expect-error parameters of the pipeline are values by now
            only(steps.parameters);
          });
        },
        retry: ({ attempt }) => attempt < 3,
      });
      // @ts-expect-error the decision is yes or no
      only(() => p.task('wrong', { code, retry: async () => 'again' }));
    });
  });
});
