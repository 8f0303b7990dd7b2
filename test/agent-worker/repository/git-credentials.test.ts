import assert from 'node:assert/strict';
import { chooseAccess, type GitOptions } from '../../../agent-worker/repository/git-credentials.ts';
import { parseRepositoryAddress } from '../../../agent-worker/repository/repository-address.ts';

const options: GitOptions = {
  user: 'ann',
  password: 'pw',
  host: undefined,
  extraCredentials: [],
  translateSsh: true,
  forceSsh: false,
  sshUser: undefined,
  sshPort: undefined,
};
const access = (address: string, change: Partial<GitOptions> = {}) => {
  const chosen = chooseAccess(parseRepositoryAddress(address), { ...options, ...change });
  return [chosen.address.url, chosen.credentials?.user, chosen.credentials?.password];
};

describe('chooseAccess', () => {
  it('shows the configured password to every host, or to the configured one', () => {
    assert.deepEqual(access('https://host/x'), ['https://host/x', 'ann', 'pw']);
    assert.deepEqual(access('https://host/x', { host: 'host' }), ['https://host/x', 'ann', 'pw']);
    assert.deepEqual(access('https://host/x', { host: 'other' }), ['https://host/x', undefined, undefined]);
  });

  it('prefers what stands in the address, then what is configured for its host', () => {
    const extraCredentials = [{ host: 'host', user: 'bob', password: 'extra' }];
    assert.deepEqual(access('https://eve:own@host/x', { extraCredentials }), ['https://host/x', 'eve', 'own']);
    assert.deepEqual(access('https://host/x', { extraCredentials }), ['https://host/x', 'bob', 'extra']);
  });

  it('goes over https instead of ssh when it has a password, unless it must not', () => {
    assert.deepEqual(access('git@host:team/x.git'), ['https://host/team/x.git', 'ann', 'pw']);
    assert.deepEqual(access('git@host:team/x.git', { translateSsh: false })[0], 'git@host:team/x.git');
    assert.deepEqual(access('git@host:team/x.git', { password: undefined })[0], 'git@host:team/x.git');
  });

  it('goes over ssh when it is told to', () => {
    const forced = { forceSsh: true, sshUser: 'me', sshPort: 2222 };
    assert.deepEqual(access('https://host/x', forced), ['ssh://me@host:2222/x', undefined, undefined]);
  });
});
