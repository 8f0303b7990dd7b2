import assert from 'node:assert/strict';
import { declaredParameters, parseForm, parseInput, toInput } from '../../../../ui/src/domain/pipelines/parameter-input.ts';
import type { PipelineParameter } from '../../../../workflows/contracts/pipeline.ts';

const parameter = (type: PipelineParameter['type'], choices: unknown[] | null = null): PipelineParameter => ({
  type,
  default: null,
  description: '',
  choices,
});

describe('the field of a parameter', () => {
  for (const [type, text, value] of [
    ['string', ' 007 ', ' 007 '],
    ['integer', '40', 40],
    ['integer', '-3', -3],
    ['number', '1e-4', 0.0001],
    ['boolean', 'false', false],
    ['list', '[1, "2"]', [1, '2']],
    ['object', '{"a": [true]}', { a: [true] }],
  ] as const) {
    it(`takes ${JSON.stringify(text)} as a ${type}`, () => assert.deepEqual(parseInput(parameter(type), text), { value }));
  }

  for (const [type, text] of [
    ['integer', '1.5'],
    ['integer', ''],
    ['integer', '1e30'],
    ['number', 'fast'],
    ['number', 'Infinity'],
    ['boolean', 'yes'],
    ['list', '{"a": 1}'],
    ['object', '[1]'],
    ['object', 'null'],
    ['list', '[1,'],
  ] as const) {
    it(`refuses ${JSON.stringify(text)} as a ${type}`, () => assert.ok('problem' in parseInput(parameter(type), text)));
  }

  it('keeps the type of a value that is not changed', () => {
    for (const value of ['5', 5, 0.1, true, [64, 32], { a: 1 }, '']) {
      const { x } = declaredParameters({ parameterTypes: {}, parameters: { x: value } });
      assert.deepEqual(parseInput(x!, toInput(value)), { value });
    }
  });

  it('takes a choice in the type in which it was declared, and nothing else', () => {
    const choice = parameter('integer', [16, 32]);
    assert.deepEqual(parseInput(choice, '32'), { value: 32 });
    assert.deepEqual(parseInput(choice, '33'), { problem: 'One of 16, 32' });
  });

  it('says what is wrong with each of the fields', () => {
    const { values, problems } = parseForm(
      { a: parameter('integer'), b: parameter('number'), c: parameter('string') },
      { a: 'x', b: '0.5', c: '' },
    );
    assert.deepEqual(values, { b: 0.5, c: '' });
    assert.deepEqual(Object.keys(problems), ['a']);
  });
});
