import assert from 'node:assert/strict';
import { alignLines } from '../../../../ui/src/domain/compare/align-lines.ts';

describe('texts beside each other', () => {
  it('have their equal lines in one row', () => {
    assert.deepEqual(alignLines(['a\nb\nc\n', 'a\nc']), [
      ['a', 'a'],
      ['b', null],
      ['c', 'c'],
    ]);
  });

  it('share the rows of lines that the first does not have', () => {
    assert.deepEqual(alignLines(['a\nz', 'a\nx\ny\nz', 'a\nq\nz', null]), [
      ['a', 'a', 'a', null],
      [null, 'x', 'q', null],
      [null, 'y', null, null],
      ['z', 'z', 'z', null],
    ]);
  });

  it('keep every line of every text, in its order', () => {
    const texts = ['a\nb\na\nc\nd', 'b\nc\na\nd\nd', 'x\ny', 'd\nc\nb\na'];
    const rows = alignLines(texts);
    for (const [index, text] of texts.entries())
      assert.equal(rows.flatMap((row) => (row[index] === null ? [] : [row[index]])).join('\n'), text);
  });

  it('are one below the other where they are too long to search', () => {
    const long = (word: string) => Array.from({ length: 2000 }, (_, index) => `${word} ${index}`).join('\n');
    const rows = alignLines([`same\n${long('one')}\nend`, `same\n${long('two')}\nend`]);
    assert.equal(rows.length, 4002);
    assert.deepEqual(rows[0], ['same', 'same']);
    assert.deepEqual(rows.at(-1), ['end', 'end']);
  });
});
