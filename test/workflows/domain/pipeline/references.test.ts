import assert from 'node:assert/strict';
import {
  parseReference,
  type Reference,
  referencesIn,
  resolveReferences,
} from '../../../../workflows/domain/pipeline/references.ts';

describe('references', () => {
  const parsed: [string, Reference][] = [
    ['pipeline.lr', { to: 'parameter', name: 'lr' }],
    ['item', { to: 'item', path: [] }],
    ['item.a.b', { to: 'item', path: ['a', 'b'] }],
    ['index', { to: 'index' }],
    ['train.id', { to: 'step', step: 'train', fact: { kind: 'id' } }],
    ['train.artifacts.my.data.url', { to: 'step', step: 'train', fact: { kind: 'artifact', name: 'my.data', property: 'url' } }],
    [
      'train.models.output.-1.url',
      { to: 'step', step: 'train', fact: { kind: 'model', side: 'output', index: -1, property: 'url' } },
    ],
    ['train.parameters.Args/a.b', { to: 'step', step: 'train', fact: { kind: 'parameter', name: 'Args/a.b' } }],
    ['train[2].result.rows', { to: 'step', step: 'train[2]', fact: { kind: 'result', key: 'rows' } }],
    [
      'train.metrics.loss.top\\.1.max',
      { to: 'step', step: 'train', fact: { kind: 'metric', title: 'loss', series: 'top.1', value: 'max' } },
    ],
  ];
  for (const [text, reference] of parsed) {
    it(`reads \${${text}}`, () => assert.deepEqual(parseReference(text), reference));
  }

  for (const text of [
    'pipeline',
    'train',
    'train.nothing',
    'train.artifacts.url',
    'train.models.output.x.url',
    'train.metrics.loss.last',
  ]) {
    it(`refuses \${${text}}, and names it`, () => {
      assert.throws(
        () => parseReference(text),
        (error: Error) => error.message.startsWith(`\${${text}}: `),
      );
    });
  }

  const lookUp = (reference: Reference) =>
    reference.to === 'parameter' ? { n: 3, list: [1, 'x'], yes: true }[reference.name] : 'id';

  it('take the type of what they refer to where they stand alone', () => {
    assert.deepEqual(resolveReferences({ a: '${pipeline.n}', b: ['${pipeline.list}'], c: '${pipeline.yes}' }, lookUp), {
      a: 3,
      b: [[1, 'x']],
      c: true,
    });
  });

  it('become text inside a longer one, lists and objects as JSON', () => {
    assert.equal(resolveReferences('n=${pipeline.n} ${pipeline.list} ${train.id}', lookUp), 'n=3 [1,"x"] id');
  });

  it('are left alone behind a second dollar', () => {
    assert.equal(resolveReferences('$${HOME} ${pipeline.n}', lookUp), '${HOME} 3');
    assert.deepEqual(referencesIn('$${HOME}'), []);
  });

  it('are found in keys and values, at any depth, each once', () => {
    assert.equal(referencesIn({ 'x${a.id}': [{ deep: '${a.id} ${b.id}' }] }).length, 2);
  });
});
