import assert from 'node:assert/strict';
import { parseProjection, pick, splitPath } from '../../../../api/clearml/query/projection.ts';

describe('splitPath', () => {
  const PATHS: [path: string, parts: string[]][] = [
    ['name', ['name']],
    ['execution.queue', ['execution', 'queue']],
    ['hyperparams.Args.lr.value', ['hyperparams', 'Args', 'lr', 'value']],
    ['hyperparams.Args.a.b.value', ['hyperparams', 'Args', 'a.b', 'value']],
    ['hyperparams.Args.a%2Eb.value', ['hyperparams', 'Args', 'a.b', 'value']],
    ['hyperparams.Args.a/b', ['hyperparams', 'Args', 'a/b']],
    ['hyperparams.Args', ['hyperparams', 'Args']],
    ['configuration.my.config.value', ['configuration', 'my.config', 'value']],
    ['runtime._pipeline.hash', ['runtime', '_pipeline.hash']],
    ['last_metrics.aa.bb.value', ['last_metrics', 'aa', 'bb', 'value']],
    ['__proto__', ['__proto__']],
  ];
  for (const [path, parts] of PATHS) {
    it(`splits ${path}`, () => assert.deepEqual(splitPath(path), parts));
  }
});

describe('a projection', () => {
  it('is everything when nothing is named', () => {
    assert.deepEqual(parseProjection(undefined), { everything: true });
    assert.deepEqual(parseProjection([]), { everything: true });
  });

  it('has the id in any case, and a whole field before its parts', () => {
    const { fields } = parseProjection(['script.branch', 'script', 'execution.queue']) as { fields: Map<string, unknown> };
    assert.deepEqual(Object.fromEntries(fields), { id: 'whole', script: 'whole', execution: [['queue']] });
  });

  it('keeps the dictionaries on the way to a leaf that is missing', () => {
    assert.deepEqual(pick({ Args: {} }, [['Args', 'lr', 'value']]), { Args: {} });
    assert.deepEqual(pick({}, [['Args', 'lr', 'value']]), {});
  });

  it('reaches into the elements of a list', () => {
    assert.deepEqual(pick({ input: [{ name: 'a', model: '1' }] }, [['input', 'model']]), { input: [{ model: '1' }] });
  });
});
