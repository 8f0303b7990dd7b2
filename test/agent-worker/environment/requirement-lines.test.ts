import assert from 'node:assert/strict';
import { areKeepable, parseRequirements, withoutForeignFiles } from '../../../agent-worker/environment/requirement-lines.ts';

const parse = (text: string) => parseRequirements(text).map(({ text: line, kind, name }) => [line, kind, name]);

describe('parseRequirements', () => {
  it('reads the list that the SDK writes, comments and all', () => {
    const text = '# Python 3.11.2 (main)\n\nclearml == 2.1.12\nscikit_learn[extra] >= 1.0 ; python_version > "3"  # why\n';
    assert.deepEqual(parse(text), [
      ['clearml == 2.1.12', 'named', 'clearml'],
      ['scikit_learn[extra] >= 1.0 ; python_version > "3"', 'named', 'scikit-learn'],
    ]);
  });

  it('tells what may change under the same text from what may not', () => {
    const commit = 'a'.repeat(40);
    const kinds = Object.fromEntries(
      [
        '-e git+https://host/x.git@main#egg=x',
        `git+https://host/x.git@${commit}#egg=x`,
        'x @ git+https://host/x.git@main',
        'x @ https://host/x-1.0-py3-none-any.whl',
        'https://host/x-1.0.tar.gz#sha256=00',
        './lib',
        'lib/x-1.0.whl',
        'x-1.0-py3-none-any.whl',
        'x-1.0.tar.gz ; python_version > "3"',
        'whl==1.0.tar',
        'x @ file:///srv/x.whl',
        '--extra-index-url https://host/simple',
        '-r more.txt',
        '-e .',
      ].map((text) => [text, parseRequirements(text)[0]!.kind]),
    );
    assert.deepEqual(Object.values(kinds), [
      'local',
      'fixed',
      'movable',
      'fixed',
      'fixed',
      'local',
      'local',
      'local',
      'local',
      'named',
      'local',
      'option',
      'include',
      'local',
    ]);
  });

  it('joins lines that go on, and keeps a # that belongs to an address', () => {
    assert.deepEqual(parse('x==1 \\\n  --hash=sha256:00\n')[0]![0], 'x==1    --hash=sha256:00');
    assert.equal(parse('git+https://host/x.git#egg=x')[0]![0], 'git+https://host/x.git#egg=x');
  });
});

describe('withoutForeignFiles', () => {
  it('keeps extras and condition of such a line', () => {
    const lines = parseRequirements('x[a,b] @ file:///croot/x#sha256=00 ; python_version > "3"');
    const [kept] = withoutForeignFiles(
      lines,
      () => undefined,
      () => false,
    );
    assert.deepEqual([kept?.text, kept?.kind, kept?.name], ['x[a,b] ; python_version > "3"', 'named', 'x']);
  });

  it('falls back to the name where the file is only on the machine that made the list', () => {
    const said: string[] = [];
    const lines = parseRequirements('numpy @ file:///croot/numpy_1/work\nmine @ file:///srv/mine.whl');
    const kept = withoutForeignFiles(
      lines,
      (line) => said.push(line),
      (path) => path === '/srv/mine.whl',
    );
    assert.deepEqual(
      kept.map(({ text }) => text),
      ['numpy', 'mine @ file:///srv/mine.whl'],
    );
    assert.match(said.join(), /\/croot\/numpy_1\/work is not on this machine: installing numpy/);
  });
});

describe('areKeepable', () => {
  it('is false as soon as one line may mean something else tomorrow', () => {
    assert.equal(areKeepable(parseRequirements('a==1\n--pre\nb @ https://host/b.whl')), true);
    for (const line of ['-e .', './x', 'x @ git+https://host/x'])
      assert.equal(areKeepable(parseRequirements(`a==1\n${line}`)), false, line);
  });
});
