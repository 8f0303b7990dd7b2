import assert from 'node:assert/strict';
import { createWakeRests } from '../../orchestrator/wake-rests.ts';

describe('what was woken', () => {
  it('rests for 50 ms, and nothing else does', () => {
    let now = 1000;
    const rests = createWakeRests(() => now);
    assert.equal(rests.left('queue a'), 0);
    rests.woken('queue a');
    now += 20;
    assert.deepEqual([rests.left('queue a'), rests.left('queue b')], [30, 0]);
    now += 30;
    assert.equal(rests.left('queue a'), 0);
  });
});
