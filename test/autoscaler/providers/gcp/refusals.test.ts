import assert from 'node:assert/strict';
import { ComputeError } from '../../../../autoscaler/providers/gcp/compute-error.ts';
import { explain, kindOf } from '../../../../autoscaler/providers/gcp/refusals.ts';
import { CloudRefusal } from '../../../../autoscaler/providers/provider.ts';

const refused = (status: number | null, reason: string, message = 'words') =>
  new ComputeError({ status, faults: [{ reason, message }] });

describe('what Compute Engine refuses', () => {
  const CASES: [string, [number | null, string][]][] = [
    [
      'capacity',
      [
        [null, 'ZONE_RESOURCE_POOL_EXHAUSTED'],
        [null, 'ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS'],
        [null, 'STOCKOUT'],
      ],
    ],
    [
      'quota',
      [
        [403, 'quotaExceeded'],
        [null, 'QUOTA_EXCEEDED'],
        [403, 'limitExceeded'],
      ],
    ],
    [
      'throttled',
      [
        [403, 'rateLimitExceeded'],
        [403, 'userRateLimitExceeded'],
        [429, 'HTTP 429'],
      ],
    ],
    [
      'credentials',
      [
        [401, 'required'],
        [403, 'forbidden'],
        [403, 'accessNotConfigured'],
        [null, 'PERMISSIONS_ERROR'],
      ],
    ],
    [
      'invalid',
      [
        [400, 'required'],
        [400, 'invalid'],
        [404, 'notFound'],
        [null, 'RESOURCE_NOT_FOUND'],
      ],
    ],
  ];
  for (const [kind, cases] of CASES)
    it(`is ${kind}: ${cases.map(([status, reason]) => (status ? `${status} ${reason}` : reason)).join(', ')}`, () => {
      for (const [status, reason] of cases) assert.equal(kindOf(refused(status, reason)), kind, reason);
    });

  it('is not a fault upon which nobody knows what happened', () => {
    assert.equal(kindOf(new Error('socket hang up')), null);
    assert.equal(explain(new Error('socket hang up'), []).message, 'Compute Engine did not answer: socket hang up');
  });

  it("is told in Google's words, without secrets", () => {
    const refusal = explain(refused(400, 'invalid', 'Invalid value: t0ken of key PRIVATE'), ['t0ken', 'PRIVATE', '']);
    assert.ok(refusal instanceof CloudRefusal);
    assert.equal(refusal.message, 'invalid: Invalid value: *** of key ***');
  });
});
