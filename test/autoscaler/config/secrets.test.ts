import assert from 'node:assert/strict';
import { parseConfiguration } from '../../../autoscaler/config/parse.ts';
import { hiddenSecrets, mergeSecrets, SECRET_NAMES, splitSecrets } from '../../../autoscaler/config/secrets.ts';
import { clearmlFile } from './files.ts';

const SECRET = 'do-not-show';
const submitted = parseConfiguration(
  clearmlFile({
    configurations: { extra_clearml_conf: SECRET, extra_trains_conf: SECRET, extra_vm_bash_script: SECRET },
    hyper_params: {
      cloud_credentials_key: SECRET,
      cloud_credentials_secret: SECRET,
      cloud_credentials_token: SECRET,
      git_pass: SECRET,
    },
  }),
);

describe('the secrets of a configuration', () => {
  it('leave it without a trace', () => {
    const { configuration, secrets } = splitSecrets(submitted);
    assert.ok(!JSON.stringify(configuration).includes(SECRET));
    assert.equal(configuration.hyper_params.git_pass, '***');
    assert.deepEqual(
      Object.values(secrets),
      SECRET_NAMES.map(() => SECRET),
    );
  });

  it('are put back where they stood', () => {
    const { configuration, secrets } = splitSecrets(submitted);
    assert.deepEqual(mergeSecrets(configuration, secrets), submitted);
  });

  it('are shown as empty where there is none', () => {
    const { configuration } = splitSecrets(parseConfiguration(clearmlFile()));
    assert.equal(configuration.hyper_params.git_pass, '');
    assert.deepEqual(hiddenSecrets(configuration), []);
  });

  it('are known to be stood for', () => {
    assert.deepEqual(hiddenSecrets(splitSecrets(submitted).configuration).toSorted(), [...SECRET_NAMES].toSorted());
  });
});
