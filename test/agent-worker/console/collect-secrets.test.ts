import assert from 'node:assert/strict';
import {
  configuredSecrets,
  namedSecrets,
  passwordsInAddresses,
  runSecrets,
} from '../../../agent-worker/console/collect-secrets.ts';
import { runSpec } from '../support/run-spec.ts';

describe('runSecrets', () => {
  it('finds the token and what container arguments, environment and addresses carry', () => {
    const spec = runSpec({
      token: 'the-token',
      container: {
        image: '',
        setup_shell_script: '',
        arguments: '-e DB_PASSWORD="a b" --env=API_TOKEN=tok --env X_SECRET=sec -e COLOR=red',
      },
      environment: { AWS_SECRET_ACCESS_KEY: 'aws', EPOCHS: '10' },
      script: { repository: 'https://ann:git-pass@host/x.git', requirements: { pip: ['-i https://u:index-pass@index/simple'] } },
    });
    assert.deepEqual(
      runSecrets(spec).toSorted(),
      ['a b', 'aws', 'git-pass', 'index-pass', 'sec', 'the-token', 'tok', 'git-pass', 'index-pass'].toSorted(),
    );
  });
});

describe('namedSecrets', () => {
  it('goes by whole words of the name, and leaves switches, numbers and files alone', () => {
    const variables = {
      TOKENIZERS_PARALLELISM: 'false',
      HF_TOKEN: 'hf_abc',
      MAX_TOKENS: '4096',
      MYSQL_PWD: 'in the test',
      OLDPWD: 'a folder',
      SIGNING_KEY: 'ink',
      MONKEY: 'see',
      GOOGLE_APPLICATION_CREDENTIALS: '/etc/hostname',
    };
    assert.deepEqual(namedSecrets(variables), ['hf_abc', 'in the test', 'ink']);
  });
});

describe('configuredSecrets', () => {
  it('looks into every section and list', () => {
    const conf = {
      aws: { s3: { key: 'id', secret: 'abcd', credentials: [{ bucket: 'b', secret: 'efgh' }] } },
      index: ['https://u:pw12@h'],
    };
    assert.deepEqual(configuredSecrets(conf), ['abcd', 'efgh', 'pw12', 'pw12']);
  });
});

describe('passwordsInAddresses', () => {
  it('takes a user without a password for a token, except git', () => {
    assert.deepEqual(passwordsInAddresses('https://tok@h ssh://git@h'), ['tok', 'tok']);
  });

  it('takes an @ that stands in a password for a part of it', () => {
    assert.deepEqual(passwordsInAddresses('https://u:p@ss@h/x@v1'), ['p@ss', 'p@ss']);
  });
});
