import assert from 'node:assert/strict';
import { childEnvironment } from '../../stack/environment.ts';

describe('childEnvironment', () => {
  it("puts the project's programs first and keeps the rest", () => {
    assert.deepEqual(childEnvironment({ PATH: '/bin', HOME: '/h', PERDURA_LOG_LEVEL: 'debug' }, '/p'), {
      PATH: '/p/node_modules/.bin:/bin',
      HOME: '/h',
      PERDURA_LOG_LEVEL: 'debug',
    });
  });

  it('leaves out what names another server, a task, or a secret', () => {
    const names = [
      'CLEARML_API_HOST',
      'CLEARML_API_ACCESS_KEY',
      'CLEARML_API_SECRET_KEY',
      'TRAINS_API_HOST',
      'CLEARML_WEB_HOST',
      'CLEARML_FILES_HOST',
      'CLEARML_CONFIG_FILE',
      'CLEARML_TASK_ID',
      'CLEARML_AUTH_TOKEN',
      'PERDURA_DATABASE_URL',
      'PERDURA_SIGNING_KEY_FILE',
      'PERDURA_ADMIN_PASSWORD',
      'PERDURA_BOOTSTRAP_CREDENTIALS',
      'PERDURA_AGENT_CREDENTIALS_FILE',
    ];
    const inherited = childEnvironment(
      { ...Object.fromEntries(names.map((name) => [name, 'x'])), CLEARML_AGENT_GIT_USER: 'u' },
      '/p',
    );
    assert.deepEqual(Object.keys(inherited).toSorted(), ['CLEARML_AGENT_GIT_USER', 'PATH']);
  });
});
