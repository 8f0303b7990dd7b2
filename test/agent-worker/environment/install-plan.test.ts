import assert from 'node:assert/strict';
import { planInstall } from '../../../agent-worker/environment/install-plan.ts';
import { parseRequirements } from '../../../agent-worker/environment/requirement-lines.ts';
import { packageOptions } from '../support/package-options.ts';

describe('planInstall', () => {
  it('installs everything at once by default', () => {
    assert.deepEqual(planInstall(parseRequirements('--pre\na\n./b'), packageOptions()), [
      { lines: ['--pre', 'a', './b'], optional: false },
    ]);
    assert.deepEqual(planInstall([], packageOptions()), []);
  });

  it('puts packages first and last as configured, each time with the options', () => {
    const options = packageOptions({
      priorityPackages: ['Cython', 'not-asked-for'],
      priorityOptionalPackages: ['PyGObject'],
      postPackages: ['horovod'],
      postOptionalPackages: ['flash_attn'],
    });
    const lines = parseRequirements('--pre\n-f wheels\nhorovod==1\na\nflash-attn\ncython\npygobject\nb');
    assert.deepEqual(planInstall(lines, options), [
      { lines: ['--pre', '-f wheels', 'cython'], optional: false },
      { lines: ['--pre', '-f wheels', 'pygobject'], optional: true },
      { lines: ['--pre', '-f wheels', 'a', 'b'], optional: false },
      { lines: ['--pre', '-f wheels', 'horovod==1'], optional: false },
      { lines: ['--pre', '-f wheels', 'flash-attn'], optional: true },
    ]);
  });
});
