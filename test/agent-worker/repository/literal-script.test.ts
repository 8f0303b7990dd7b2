import assert from 'node:assert/strict';
import { isLiteralScript, literalScriptName } from '../../../agent-worker/repository/literal-script.ts';

describe('isLiteralScript', () => {
  it('tells a script from changes', () => {
    assert.equal(isLiteralScript('import os\n'), true);
    assert.equal(isLiteralScript('\ndiff --git a/x b/x\n'), false);
    assert.equal(isLiteralScript('Submodule lib 1..2:\ndiff --git a/x b/x\n'), false);
    assert.equal(isLiteralScript(''), false);
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
