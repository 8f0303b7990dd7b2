import assert from 'node:assert/strict';
import { hasOption, planArguments } from '../../../agent-worker/containers/docker-arguments.ts';
import { splitArguments } from '../../../workflows/domain/split-arguments.ts';
import { containerOptions } from '../support/container-options.ts';

const plan = (text: string, change = {}) => planArguments(splitArguments(text), { ...containerOptions(), ...change });

describe('the arguments of a container', () => {
  it('come as they are given, in their order, those of the agent last', () => {
    const { words, leftOut } = plan('--ipc=host -v /a:/b --shm-size 8g', { extraArguments: ['--ipc', 'private'] });
    assert.deepEqual(words, ['--ipc=host', '-v', '/a:/b', '--shm-size', '8g', '--ipc', 'private']);
    assert.deepEqual(leftOut, []);
  });

  it('have their variables apart, however they are written', () => {
    const { words, variables } = plan('-e A=1 --env B=2=3 --env=C=4 -eD=5 -e E --env-file f', {
      extraArguments: ['-e', 'A=of the agent'],
    });
    assert.deepEqual(
      [...variables],
      [
        ['A', 'of the agent'],
        ['B', '2=3'],
        ['C', '4'],
        ['D', '5'],
        ['E', undefined],
      ],
    );
    assert.deepEqual(words, ['--env-file', 'f']);
  });

  it('lose what is forbidden, with its value, and what the agent must say itself', () => {
    const forbidden = { forbiddenOptions: ['entrypoint', 'privileged'] };
    const { words, leftOut } = plan('--entrypoint /bin/false --privileged --entrypoint= --name mine -it -u 7', forbidden);
    assert.deepEqual(words, ['-u', '7']);
    assert.deepEqual(leftOut, ['--entrypoint', '--privileged', '--entrypoint', '--name', '-it']);
  });

  it('are those of a list, where the agent has one; its own need not be on it', () => {
    const only = { allowedOptions: [/^--shm-size$/, /^-e$/], extraArguments: ['--gpus', 'all'] };
    const { words, variables, leftOut } = plan('-v /:/host --shm-size=1g -e A=1 --env B=2', only);
    assert.deepEqual(words, ['--shm-size=1g', '--gpus', 'all']);
    assert.deepEqual([...variables.keys()], ['A']);
    assert.deepEqual(leftOut, ['-v', '--env']);
  });

  it('are refused when a word belongs to no option', () => {
    const belongsToNone = /container arguments: "alpine" belongs to no option/;
    for (const text of [
      'alpine -v /:/host',
      '--shm-size 1g alpine',
      '--shm-size=1g alpine',
      '--privileged alpine',
      '-e A=1 alpine',
    ])
      assert.throws(() => plan(text), belongsToNone, text);
  });

  it('are asked for an option by all of its names', () => {
    assert.equal(hasOption(['--net=host'], '--network', '--net'), true);
    assert.equal(hasOption(['--network', 'none'], '--network', '--net'), true);
    assert.equal(hasOption(['--network-alias', 'x'], '--network', '--net'), false);
  });
});
