import assert from 'node:assert/strict';
import { agentOptions } from '../support/agent-options.ts';
import { containerOptions } from '../support/container-options.ts';

describe('the options of containers', () => {
  it('are none without --docker, whatever the configuration says', () => {
    assert.equal(agentOptions({ conf: { agent: { default_docker: { image: 'an-image' } } } }).containers, null);
  });

  it('have the image and the arguments of the flag, in one word or in several', () => {
    for (const docker of [['an-image', 'A=1'], ['an-image A=1']]) {
      const { image, arguments: words } = containerOptions({ flags: { docker } });
      assert.deepEqual([image, words], ['an-image', ['A=1']]);
    }
    assert.deepEqual(containerOptions({ flags: { docker: ['an-image -v "/a b:/c" --ipc=host'] } }).arguments, [
      '-v',
      '/a b:/c',
      '--ipc=host',
    ]);
  });

  it('hold secrets that no console shows', () => {
    const conf = { agent: { extra_docker_arguments: ['-e', 'DB_PASSWORD=of-the-file', '-e COLOR=red'] } };
    const { secrets } = agentOptions({ flags: { docker: ['an-image', '-e', 'API_TOKEN=of-the-flag'] }, conf });
    assert.deepEqual(
      ['of-the-file', 'of-the-flag', 'red'].map((value) => secrets.includes(value)),
      [true, true, false],
    );
  });

  it('are those of the configuration where the flag says nothing', () => {
    const agent = {
      default_docker: { image: 'of-the-file', arguments: ['--ipc=host', '-v /a:/b'] },
      extra_docker_arguments: '--shm-size 1g',
      docker_args_filters: ['^-e$'],
      forbidden_docker_args: ['privileged'],
      disable_task_docker_override: true,
      docker_force_pull: true,
      extra_docker_shell_script: ['apt-get update', 'apt-get install x'],
    };
    const { cacheDir, ...options } = containerOptions({ flags: { docker: true }, conf: { agent } });
    assert.match(cacheDir, /cache\/images$/);
    assert.deepEqual(options, {
      image: 'of-the-file',
      arguments: ['--ipc=host', '-v', '/a:/b'],
      extraArguments: ['--shm-size', '1g'],
      allowedOptions: [/^-e$/],
      forbiddenOptions: ['privileged'],
      ownImageOnly: true,
      forcePull: true,
      setUpScript: ['apt-get update', 'apt-get install x'],
    });
  });

  it('forbid an entry point unless they are told what to forbid', () => {
    assert.deepEqual(containerOptions().forbiddenOptions, ['entrypoint']);
    assert.deepEqual(containerOptions({ conf: { agent: { forbidden_docker_args: [] } } }).forbiddenOptions, []);
  });

  it('take extra arguments and filters from the environment', () => {
    const env = { CLEARML_AGENT_EXTRA_DOCKER_ARGS: '--ipc host', CLEARML_AGENT_DOCKER_ARGS_FILTERS: '^-e$ ^--env$' };
    const { extraArguments, allowedOptions } = containerOptions({ env });
    assert.deepEqual(extraArguments, ['--ipc', 'host']);
    assert.deepEqual(allowedOptions, [/^-e$/, /^--env$/]);
  });

  it('are refused without an image, and with a filter that is no pattern', () => {
    assert.throws(() => containerOptions({ flags: { docker: true } }), /--docker: name an image/);
    assert.throws(
      () => containerOptions({ conf: { agent: { docker_args_filters: ['('] } } }),
      /agent.docker_args_filters: "\(" is not a regular expression/,
    );
  });
});
