import assert from 'node:assert/strict';
import { parseRepositoryAddress } from '../../../agent-worker/repository/repository-address.ts';

describe('parseRepositoryAddress', () => {
  it('takes the credentials out of an address', () => {
    const { url, host, user, password } = parseRepositoryAddress('https://ann:p%40ss@host.example:8443/team/x.git');
    assert.deepEqual(
      { url, host, user, password },
      { url: 'https://host.example:8443/team/x.git', host: 'host.example', user: 'ann', password: 'p@ss' },
    );
  });

  it('takes a bare percent sign for itself', () => {
    const { user, password } = parseRepositoryAddress('https://ann:100%@host.example/x.git');
    assert.deepEqual([user, password], ['ann', '100%']);
  });

  it('leaves the short form of ssh as it is, in which a path begins in the home folder', () => {
    const { url, host, protocol } = parseRepositoryAddress('git@host.example:team/x.git');
    assert.deepEqual([url, host, protocol], ['git@host.example:team/x.git', 'host.example', 'ssh']);
    assert.equal(parseRepositoryAddress('work:x.git').url, 'work:x.git');
  });

  it('keeps user and port of ssh', () => {
    assert.equal(parseRepositoryAddress('ssh://me@host.example:2222/x').url, 'ssh://me@host.example:2222/x');
  });

  it('takes a folder of this machine', () => {
    assert.equal(parseRepositoryAddress('/srv/git/x.git').url, '/srv/git/x.git');
    assert.equal(parseRepositoryAddress('file:///srv/git/x.git').host, '');
  });

  for (const address of ['ext::sh -c "touch /tmp/owned"', '--upload-pack=touch', 'x.git', 'ftp://host/x', 'fd::17']) {
    it(`refuses ${address}`, () => {
      assert.throws(() => parseRepositoryAddress(address), { name: 'UserError', message: /is not one of https:\/\/…/ });
    });
  }
});
