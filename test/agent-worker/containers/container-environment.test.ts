import assert from 'node:assert/strict';
import { chooseContainer, containerEnvironment } from '../../../agent-worker/containers/container-environment.ts';
import { insideContainer } from '../../../agent-worker/containers/run-container.ts';
import { containerOptions } from '../support/container-options.ts';

const asked = (change = {}) => ({ image: '', arguments: '', setup_shell_script: '', ...change });
const container = { name: 'perdura-a-1', imageId: 'sha256:1', user: { uid: 0, gid: 0 }, path: '/bin', caches: '/caches/1' };

describe('the container of a task', () => {
  const options = containerOptions({ flags: { docker: ['of-the-agent --ipc=host'] } });

  it('is of its own image with its own arguments, else of the agent’s', () => {
    const choose = (change: object, more = {}) => {
      const { image, words } = chooseContainer(asked(change), { ...options, ...more });
      return [image, words.join(' ')];
    };
    assert.deepEqual(choose({}), ['of-the-agent', '--ipc=host']);
    assert.deepEqual(choose({ image: ' of-the-task ' }), ['of-the-task', '']);
    assert.deepEqual(choose({ arguments: '--shm-size 1g' }), ['of-the-agent', '--shm-size 1g']);
    assert.deepEqual(choose({ image: 'of-the-task', arguments: '-v a:b' }, { ownImageOnly: true }), ['of-the-agent', '-v a:b']);
  });

  it('is refused for an image that Docker would take for an option', () => {
    assert.throws(() => chooseContainer(asked({ image: '--privileged' }), options), /container image: "--privileged" is no name/);
  });

  it('has where packages come from, its caches and its variables, and nothing else of the agent', () => {
    const env = {
      PATH: '/agent',
      HOME: '/root',
      PIP_EXTRA_INDEX_URL: 'http://a',
      https_proxy: 'http://b',
      OTHER: 'x',
      WANTED: 'y',
    };
    assert.deepEqual(containerEnvironment({ container, asked: asked({ arguments: '-e WANTED -e OWN=z' }), options, env }), {
      PIP_EXTRA_INDEX_URL: 'http://a',
      https_proxy: 'http://b',
      PATH: '/bin',
      UV_CACHE_DIR: '/caches/1/uv',
      UV_LINK_MODE: 'copy',
      PIP_CACHE_DIR: '/caches/1/pip',
      CLEARML_CACHE_DIR: '/caches/1/clearml',
      WANTED: 'y',
      OWN: 'z',
    });
  });

  it('is given its variables by name, those of Docker’s client apart', () => {
    const variables = { TOKEN: 'secret', DOCKER_HOST: 'tcp://elsewhere', GONE: undefined };
    const inside = insideContainer({
      container,
      command: ['ls', '-l'],
      cwd: '/work',
      variables,
      env: { DOCKER_HOST: 'unix:///here' },
    });
    assert.deepEqual(inside, {
      command: [
        'docker',
        'exec',
        '--workdir',
        '/work',
        '--env',
        'TOKEN',
        '--env',
        'DOCKER_HOST=tcp://elsewhere',
        'perdura-a-1',
        'ls',
        '-l',
      ],
      env: { DOCKER_HOST: 'unix:///here', TOKEN: 'secret' },
    });
  });
});
