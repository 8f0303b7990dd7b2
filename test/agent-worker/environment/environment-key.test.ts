import assert from 'node:assert/strict';
import type { LockSource } from '../../../agent-worker/environment/choose-packages.ts';
import { environmentKey, type KeyInput } from '../../../agent-worker/environment/environment-key.ts';
import { parseRequirements } from '../../../agent-worker/environment/requirement-lines.ts';
import { packageOptions } from '../support/package-options.ts';

const list = (text: string) => ({ kind: 'list', what: '', lines: parseRequirements(text) }) as const;
const lock = (text: string, keepable = true): LockSource => ({ kind: 'lock', what: '', folder: '', text, keepable, modules: [] });
const { poetry } = packageOptions();
const input: KeyInput = {
  interpreter: { path: '/usr/bin/python3', version: '3.11.7' },
  source: list('a == 1\nb'),
  options: packageOptions(),
  platform: 'linux-x64',
};
const key = (change: Partial<KeyInput> = {}) => environmentKey({ ...input, ...change });

describe('environmentKey', () => {
  it('is the same for the same packages, however they are commented and spaced', () => {
    assert.match(key()!, /^[0-9a-f]{16}$/);
    assert.equal(key({ source: list('# Python 3.11\na  ==  1\n\nb # why\n') }), key());
  });

  it('changes with everything that the environment is made from', () => {
    const others = [
      key({ source: list('a == 2\nb') }),
      key({ source: { kind: 'none', what: '' } }),
      key({ source: lock('one') }),
      key({ source: lock('two') }),
      key({ source: lock('one'), options: packageOptions({ installer: 'poetry' }) }),
      key({ source: lock('one'), options: packageOptions({ installer: 'poetry', poetry: { ...poetry, version: '<2' } }) }),
      key({
        source: lock('one'),
        options: packageOptions({ installer: 'poetry', poetry: { ...poetry, installArguments: ['--all-extras'] } }),
      }),
      key({ interpreter: { path: '/usr/bin/python3', version: '3.11.8' } }),
      key({ platform: 'linux-arm64' }),
      key({ options: packageOptions({ installer: 'pip' }) }),
      key({ options: packageOptions({ installer: 'pip', pipVersions: ['<24'] }) }),
      key({ options: packageOptions({ installer: 'conda', condaChannels: ['conda-forge'] }) }),
      key({ options: packageOptions({ installer: 'conda', condaChannels: ['nvidia', 'conda-forge'] }) }),
      key({ options: packageOptions({ systemSitePackages: true }) }),
      key({ options: packageOptions({ extraIndexUrls: ['https://host/simple'] }) }),
      key({ options: packageOptions({ extraInstallFlags: ['--pre'] }) }),
    ];
    assert.equal(new Set([key(), ...others]).size, others.length + 1);
  });

  it('is none for packages that may be something else tomorrow', () => {
    assert.equal(key({ source: list('-e .') }), undefined);
    assert.equal(key({ source: lock('one', false) }), undefined);
  });
});
