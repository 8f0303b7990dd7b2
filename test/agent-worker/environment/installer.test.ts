import assert from 'node:assert/strict';
import { packagesIn } from '../../../agent-worker/environment/installer.ts';

describe('packagesIn', () => {
  it('leaves out the installer itself and its warnings', () => {
    const freeze = [
      'WARNING: Ignoring invalid distribution -orch (/usr/lib/python3/dist-packages)',
      'pip==24.0',
      'setuptools==70.0.0',
      'pip-tools==7.4.1',
      'warnings-plus==1.0',
      'mine @ file:///work/mine',
      '',
    ];
    assert.deepEqual(packagesIn(freeze.join('\n')), ['pip-tools==7.4.1', 'warnings-plus==1.0', 'mine @ file:///work/mine']);
  });
});
