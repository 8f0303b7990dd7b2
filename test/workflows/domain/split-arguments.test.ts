import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { splitArguments } from '../../../workflows/domain/split-arguments.ts';

describe('splitArguments', () => {
  for (const line of [
    `a  b`,
    `'a b' c`,
    `"a \\"b\\" c"`,
    `a\\ b`,
    `--x="1 2" y`,
    `''`,
    `"it's"`,
    `a'b'"c"d`,
    '"back\\\\slash"',
    "'\\n'",
  ]) {
    it(`splits as a shell does: ${line}`, () => {
      const shell = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
      assert.deepEqual(splitArguments(line), shell.split('\0').slice(0, -1));
    });
  }

  it('expands nothing', () => {
    assert.deepEqual(splitArguments('$HOME *.py `id`'), ['$HOME', '*.py', '`id`']);
    assert.deepEqual(splitArguments('  '), []);
  });
});
