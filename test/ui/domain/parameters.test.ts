import assert from 'node:assert/strict';
import { type ParameterDraft, parameterChanges, parametersProblem } from '../../../ui/src/domain/parameters.ts';

const stored = [
  { section: 'Args', name: 'lr', value: '0.1', type: 'float', description: '' },
  { section: 'Args', name: 'epochs', value: '3', type: 'int', description: '' },
];
const draft = (fields: Partial<ParameterDraft>): ParameterDraft => ({
  key: 0,
  storedName: null,
  name: '',
  value: '',
  type: '',
  description: '',
  ...fields,
});
const untouched = stored.map(({ name, value, type }, key) => draft({ key, storedName: name, name, value, type }));

describe('an edit of parameters', () => {
  it('sends only what changed', () => {
    const { edited, deleted } = parameterChanges('Args', stored, [{ ...untouched[0]!, value: '0.5' }, untouched[1]!]);
    assert.deepEqual(edited, [{ section: 'Args', name: 'lr', value: '0.5', type: 'float', description: '' }]);
    assert.deepEqual(deleted, []);
  });

  it('makes a renamed parameter anew and deletes the old name', () => {
    const { edited, deleted } = parameterChanges('Args', stored, [{ ...untouched[0]!, name: 'rate' }, untouched[1]!]);
    assert.deepEqual(
      edited.map(({ name }) => name),
      ['rate'],
    );
    assert.deepEqual(deleted, [{ section: 'Args', name: 'lr' }]);
  });

  it('is refused for a name that is missing or there twice', () => {
    assert.match(parametersProblem([draft({ name: ' ' })]) ?? '', /no name/);
    assert.match(parametersProblem([draft({ name: 'a' }), draft({ name: 'a' })]) ?? '', /two parameters named a/);
  });

  for (const [type, good, bad] of [
    ['int', '-12', '1.5'],
    ['float', '1e-3', 'fast'],
    ['bool', 'False', 'maybe'],
  ] as const) {
    it(`checks a value of type ${type}`, () => {
      assert.equal(parametersProblem([draft({ name: 'p', type, value: good })]), null);
      assert.match(parametersProblem([draft({ name: 'p', type, value: bad })]) ?? '', new RegExp(`p is of type ${type}`));
    });
  }
});
