import assert from 'node:assert/strict';
import { createWakeRests } from '../../orchestrator/wake-rests.ts';

describe('what was woken', () => {
  it('rests for 50 ms, and nothing else does', () => {
    let now = 1000;
    const rests = createWakeRests(() => now);
    assert.equal(rests.left('queue a'), 0);
    rests.told('queue a', { kind: 'wakeQueue', queue: 'a' });
    now += 20;
    assert.deepEqual([rests.left('queue a'), rests.left('queue b')], [30, 0]);
    now += 30;
    assert.equal(rests.left('queue a'), 0);
  });

  it('rests for longer when it is a sweep, and not at all when it is a pipeline', () => {
    const rests = createWakeRests(() => 1000);
    for (const kind of ['sweep', 'pipeline'] as const)
      rests.told(kind, { kind: 'childChanged', controller: kind, of: kind, tasks: ['t'] });
    rests.told('stopped', { kind: 'stopController', controller: 'sweep', run: { taskId: 't', attempt: 1 }, reason: '' });
    assert.deepEqual(['sweep', 'pipeline', 'stopped'].map(rests.left), [200, 0, 0]);
  });
});
