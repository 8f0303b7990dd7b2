import assert from 'node:assert/strict';
import { chooseGpus } from '../../../../autoscaler/providers/docker/choose-gpus.ts';

describe('chooseGpus', () => {
  const present = ['GPU-a', 'GPU-b', 'GPU-c'];
  const choose = (wanted: number, taken: string[]) => chooseGpus({ wanted, present, taken, resource: 'gpu' });

  it('takes those that no other machine has', () => {
    assert.deepEqual(choose(2, ['GPU-a']), ['GPU-b', 'GPU-c']);
  });

  it('tells a host that is full from one that never has as many', () => {
    assert.throws(() => choose(2, ['GPU-a', 'GPU-b']), {
      kind: 'capacity',
      message: "2 GPUs are wanted, and 1 of this host's 3 are free",
    });
    assert.throws(() => choose(4, []), { kind: 'invalid', message: /wants 4 GPUs; nvidia-smi finds 3/ });
  });
});
