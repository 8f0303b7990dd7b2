import assert from 'node:assert/strict';
import { backoffsOf } from '../../../../ui/src/domain/scalers/backoffs.ts';
import { withMaximum } from '../../../../ui/src/domain/scalers/change-queues.ts';
import { changedLimits, limitTexts } from '../../../../ui/src/domain/scalers/limits.ts';
import { makeScalers } from '../../fake/autoscalers.ts';
import { makeTasks } from '../../fake/data.ts';

const { view } = makeScalers(makeTasks(3))[0]!;
const before = limitTexts(view);

describe('limits of an autoscaler, changed while it runs', () => {
  it('are read from its configuration, and where that says nothing there is no limit', () => {
    assert.deepEqual(before, {
      maxInstances: '6',
      maxIdleMinutes: '10',
      maxSpinUpMinutes: '30',
      pollingMinutes: '5',
      costPerDay: '20',
      hoursPerDay: '',
      atLimit: 'drain',
      warmPool: { 'gpu-large': '1', default: '0' },
    });
  });

  it('are sent where they were changed, and an empty one takes the limit away', () => {
    assert.deepEqual(changedLimits(before, before), {});
    assert.deepEqual(changedLimits(before, { ...before, maxInstances: ' ', pollingMinutes: '0.5', atLimit: 'end' }), {
      maxInstances: null,
      pollingMinutes: 0.5,
      budget: { atLimit: 'end' },
    });
  });

  it('name all queues that keep machines ready, because a change replaces them all', () => {
    assert.deepEqual(changedLimits(before, { ...before, warmPool: { 'gpu-large': '1', default: '3' } }).warmPool, {
      'gpu-large': 1,
      default: 3,
    });
    assert.deepEqual(changedLimits(before, { ...before, warmPool: { 'gpu-large': '', default: '0' } }).warmPool, {});
  });

  it('are refused with the name of the field when they cannot be read', () => {
    assert.throws(() => changedLimits(before, { ...before, maxIdleMinutes: '' }), /Idle for at most: "" is not a number/);
    assert.throws(() => changedLimits(before, { ...before, costPerDay: '-3' }), /Dollars a day: "-3" is not a number/);
  });

  it('change one maximum and name all queues in their order', () => {
    assert.deepEqual(Object.entries(withMaximum(view.queues, { queue: 'default', resource: 'aws4gpu', max: 0 })), [
      [
        'gpu-large',
        [
          ['aws4gpu-spot', 3],
          ['aws4gpu', 1],
        ],
      ],
      ['default', [['aws4gpu', 0]]],
    ]);
  });
});

describe('the back-off of a resource', () => {
  it('is told once, however many queues use it, and no more when it is over', () => {
    const [first] = view.queues;
    const until = Date.parse(first!.resources[0]!.backoff!.until);
    const twice = [first!, { ...first!, name: 'again' }];
    assert.deepEqual(
      backoffsOf(twice, until - 1000).map(({ resource }) => resource),
      ['aws4gpu-spot'],
    );
    assert.deepEqual(backoffsOf(twice, until), []);
  });
});
