import assert from 'node:assert/strict';
import { isLiteralScript, literalScriptName } from '../../../agent-worker/repository/literal-script.ts';

describe('isLiteralScript', () => {
  it('tells a script from changes', () => {
    assert.equal(isLiteralScript('import os\n'), true);
    assert.equal(isLiteralScript('\ndiff --git a/x b/x\n'), false);
    assert.equal(isLiteralScript('Submodule lib 1..2:\ndiff --git a/x b/x\n'), false);
    assert.equal(isLiteralScript(''), false);
    assert.equal(isLiteralScript('submodule = 1\n'), true);
  });

  it('takes nothing that git says of submodules for a script', () => {
    const sayings = [
      'lib contains modified content\ndiff --git a/x b/x\n',
      'lib contains untracked content\nSubmodule lib contains modified content\ndiff --git a/x b/x\n',
      'lib contains untracked content\n',
      'my lib cee4a56...0000000 (submodule deleted)\n',
      'lib cee4a56..6c0f1db (commits not present)\n',
    ];
    for (const saying of sayings) assert.equal(isLiteralScript(`Submodule ${saying}`), false, saying);
  });
});

describe('literalScriptName', () => {
  it('is the file of the entry point, without folders and arguments', () => {
    assert.equal(literalScriptName('/home/me/train.py --epochs 3'), 'train.py');
    assert.equal(literalScriptName('../../etc/cron.d/x'), 'x');
    assert.equal(literalScriptName('-m package'), 'untitled.py');
    assert.equal(literalScriptName(''), 'untitled.py');
  });
});
