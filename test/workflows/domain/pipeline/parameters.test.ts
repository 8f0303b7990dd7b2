import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decodeParameter,
  decodeTyped,
  encodeParameter,
  encodeValue,
  whyNotOfType,
} from '../../../../workflows/domain/pipeline/parameters.ts';
import type { ParameterType } from '../../../../workflows/domain/pipeline/spec.ts';

const VALUES: Record<ParameterType, fc.Arbitrary<unknown>> = {
  string: fc.string(),
  integer: fc.integer(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  boolean: fc.boolean(),
  list: fc.array(fc.oneof(fc.integer(), fc.string(), fc.boolean())),
  object: fc.dictionary(fc.string(), fc.integer()).map((value) => ({ ...value })),
};

describe('parameters of pipelines', () => {
  for (const [type, values] of Object.entries(VALUES) as [ParameterType, fc.Arbitrary<unknown>][]) {
    it(`keep value and type through the text of a ${type}`, () => {
      fc.assert(
        fc.property(values, (value) => {
          const text = encodeParameter(value, type);
          assert.deepEqual(decodeParameter(text.value, type), value);
          assert.deepEqual(decodeTyped(text), value);
        }),
      );
    });
  }

  it('are written as Python writes them', () => {
    assert.deepEqual(encodeParameter(1, 'number'), { value: '1.0', type: 'float' });
    assert.deepEqual(encodeParameter(true, 'boolean'), { value: 'True', type: 'bool' });
  });

  it('keep the type that a task’s parameter has, where the value is of it', () => {
    assert.deepEqual(encodeValue(1, 'float'), { value: '1.0', type: 'float' });
    assert.deepEqual(encodeValue('x', 'float'), { value: 'x', type: 'str' });
    assert.deepEqual(encodeValue([1], 'list/int'), { value: '[1]', type: 'list/int' });
  });

  it('say why a value is refused', () => {
    assert.equal(whyNotOfType(1.5, { type: 'integer', choices: null }), '1.5 is not of type integer');
    assert.equal(whyNotOfType('c', { type: 'string', choices: ['a', 'b'] }), '"c" is not allowed; one of "a", "b"');
    assert.throws(() => decodeParameter('many', 'integer'), /"many" is not of type integer/);
  });
});
