import assert from 'node:assert/strict';
import { gpuVariables, isSelected, selectGpus } from '../../../agent-worker/machine/gpu-selection.ts';

interface Case {
  gpus?: string;
  cpuOnly?: boolean;
  env?: NodeJS.ProcessEnv;
  inContainer?: boolean;
}

/** What a task sees as `NVIDIA_VISIBLE_DEVICES` and `CUDA_VISIBLE_DEVICES`. */
function visible({ gpus, cpuOnly = false, env = {}, inContainer = false }: Case): (string | undefined)[] {
  const selection = selectGpus({ gpus, cpuOnly, env });
  const merged = { ...env, ...gpuVariables({ selection, byFlag: gpus !== undefined || cpuOnly, inContainer }) };
  return [merged.NVIDIA_VISIBLE_DEVICES, merged.CUDA_VISIBLE_DEVICES];
}

describe('the GPUs that a task sees', () => {
  const cases: [string, Case, (string | undefined)[]][] = [
    ['--gpus 0', { gpus: '0' }, ['0', '0']],
    ['--gpus 0,1', { gpus: '0,1' }, ['0,1', '0,1']],
    ['--gpus all', { gpus: 'all', env: { CUDA_VISIBLE_DEVICES: '1' } }, ['all', undefined]],
    ['--gpus none', { gpus: 'none' }, ['none', 'none']],
    ['--cpu-only', { cpuOnly: true, env: { NVIDIA_VISIBLE_DEVICES: '0' } }, ['none', 'none']],
    ['a slice of a GPU', { gpus: '0.1' }, ['0:1', '0:1']],
    ['nothing said', {}, [undefined, undefined]],
    ['NVIDIA_VISIBLE_DEVICES=0,1', { env: { NVIDIA_VISIBLE_DEVICES: '0,1' } }, ['0,1', '0,1']],
    ['NVIDIA_VISIBLE_DEVICES=2 in a container', { env: { NVIDIA_VISIBLE_DEVICES: '2' }, inContainer: true }, ['2', undefined]],
    ['NVIDIA_VISIBLE_DEVICES=all', { env: { NVIDIA_VISIBLE_DEVICES: 'all', CUDA_VISIBLE_DEVICES: '1' } }, ['all', '1']],
    ['NVIDIA_VISIBLE_DEVICES=none', { env: { NVIDIA_VISIBLE_DEVICES: 'none' } }, ['none', 'none']],
    ['CUDA_VISIBLE_DEVICES=1 alone', { env: { CUDA_VISIBLE_DEVICES: '1' } }, ['1', '1']],
    [
      'a flag against the environment',
      { gpus: '1', env: { NVIDIA_VISIBLE_DEVICES: '0', CUDA_VISIBLE_DEVICES: '0' } },
      ['1', '1'],
    ],
  ];
  for (const [what, given, expected] of cases) {
    it(`${what}: ${expected.join(' and ')}`, () => assert.deepEqual(visible(given), expected));
  }

  it('are refused when they contradict each other or mean nothing', () => {
    assert.throws(() => visible({ gpus: '0', cpuOnly: true }), /--cpu-only and --gpus 0 contradict/);
    assert.throws(() => visible({ gpus: '0-3' }), /--gpus: "0-3" is none of: "all", "none", a list/);
  });
});

describe('isSelected', () => {
  const gpu = { index: 1, uuid: 'GPU-ab' };
  it('goes by index and by identifier', () => {
    const selected = (gpus: string) => isSelected(selectGpus({ gpus, cpuOnly: false, env: {} }), gpu);
    assert.deepEqual(['0,1', '1.0', 'GPU-ab', 'all', '0', 'none'].map(selected), [true, true, true, true, false, false]);
  });
});
