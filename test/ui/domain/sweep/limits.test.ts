import assert from 'node:assert/strict';
import { changedLimits, DEFAULT_LIMITS, limitDrafts, readLimits } from '../../../../ui/src/domain/sweep/limit-drafts.ts';

const limits = { ...DEFAULT_LIMITS, trialTimeMs: 1_800_000 };

describe('the limits of a sweep in a form', () => {
  it('are read back as they were', () => {
    const reading = readLimits(limitDrafts(limits, 5));
    assert.deepEqual(reading, { limits, keepTop: 5, problems: {} });
    assert.deepEqual(changedLimits({ limits, keepTop: 5 }, reading), {});
  });

  it('send only what was changed', () => {
    const reading = readLimits({ ...limitDrafts(limits, 5), maxTrials: '50', trialTimeMs: '', keepTop: '' });
    assert.deepEqual(changedLimits({ limits, keepTop: 5 }, reading), {
      limits: { maxTrials: 50, trialTimeMs: null },
      keepTop: null,
    });
  });

  it('say by field what is wrong', () => {
    const drafts = { ...limitDrafts(limits, null), maxTrials: '-1', maxConcurrent: '', wallClockMs: 'soon', maxIterations: '10' };
    assert.deepEqual(Object.keys(readLimits({ ...drafts, minIterations: '20' }).problems).sort(), [
      'maxConcurrent',
      'maxTrials',
      'minIterations',
      'wallClockMs',
    ]);
  });
});
