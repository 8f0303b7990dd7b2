import assert from 'node:assert/strict';
import type { Attempt } from '../../../ui/src/api/types.ts';
import { attemptTimeline } from '../../../ui/src/domain/timeline.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();
const attempt: Attempt = {
  number: 1,
  state: 'running',
  worker: 'w',
  user: null,
  queue: 'default',
  created: at(0),
  claimed: at(2),
  started: at(5),
  ended: null,
  exitCode: null,
  reason: null,
  workflowId: 'task-x-1',
  temporalUrl: null,
  stages: [
    { stage: 'clone', state: 'completed', startedAt: at(2), endedAt: at(5), detail: null },
    { stage: 'execute', state: 'started', startedAt: at(5), endedAt: null, detail: null },
    { stage: 'cleanUp', state: 'pending', startedAt: null, endedAt: null, detail: null },
  ],
};

describe('the timeline of an attempt', () => {
  it('has a bar for the wait and for each stage, the open one up to now, one to come without length', () => {
    const { bars } = attemptTimeline(attempt, 20_000);
    assert.deepEqual(
      bars.map(({ label, from, to }) => [label, from, to]),
      [
        ['Waiting', 0, 2000],
        ['Clone', 2000, 5000],
        ['Execute', 5000, 20_000],
        ['Clean up', 20_000, 20_000],
      ],
    );
  });

  it('ends a stage that was never ended with the attempt', () => {
    const { bars, to } = attemptTimeline({ ...attempt, ended: at(9) }, 50_000);
    assert.equal(bars[2]?.to, 9000);
    assert.equal(to, 9000);
  });

  it('is a wait up to now before the claim', () => {
    const { bars } = attemptTimeline({ ...attempt, claimed: null, stages: [] }, 7000);
    assert.deepEqual(
      bars.map(({ to, state }) => [to, state]),
      [[7000, 'started']],
    );
  });
});
