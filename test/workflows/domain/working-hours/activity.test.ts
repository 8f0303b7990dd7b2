import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  activityOf,
  type HoursFacts,
  nextActivityChange,
  type OnOff,
} from '../../../../workflows/domain/working-hours/activity.ts';
import { describeRule } from '../../../../workflows/domain/working-hours/describe-activity.ts';
import { isOpenAt, type Schedule } from '../../../../workflows/domain/working-hours/schedule.ts';

const TUESDAY_NOON = new Date('2026-12-01T12:00:00Z');
const OPEN: Schedule = { kind: 'uptime', spans: ['9-17 TUE'], timezone: 'UTC' };
const CLOSED: Schedule = { kind: 'downtime', spans: ['9-17 TUE'], timezone: 'UTC' };

const facts = (
  tag: OnOff | null,
  forced: OnOff | null,
  schedule: Schedule | null,
  expires: string | null = null,
): HoursFacts => ({
  schedule,
  forced: forced && { value: forced, expires },
  forcedQueues: tag ? { q: tag } : {},
});
const at = (given: HoursFacts, now = TUESDAY_NOON) => activityOf(given, 'q', now);
const changeOf = (given: HoursFacts) => nextActivityChange(given, 'q', TUESDAY_NOON);

/** What stands first decides. */
function expected(tag: OnOff | null, forced: OnOff | null, hours: OnOff | null): [rule: string, active: OnOff] {
  if (tag) return ['queueTag', tag];
  if (forced) return ['runtimeProperty', forced];
  return hours ? ['schedule', hours] : ['always', 'on'];
}

describe('activityOf', () => {
  const sides = [null, 'on', 'off'] as const;
  const combinations = sides.flatMap((tag) => sides.flatMap((forced) => sides.map((hours) => ({ tag, forced, hours }))));
  for (const { tag, forced, hours } of combinations) {
    const [rule, active] = expected(tag, forced, hours);
    it(`is ${active} by ${rule}: tag ${tag}, property ${forced}, schedule ${hours}`, () => {
      const answer = at(facts(tag, forced, hours && { on: OPEN, off: CLOSED }[hours]));
      assert.deepEqual([answer.rule, answer.active], [rule, active === 'on']);
    });
  }

  it('goes by the tag of the queue in question only', () => {
    assert.equal(activityOf(facts('off', null, null), 'other', TUESDAY_NOON).active, true);
  });

  it('is decided by the schedule again when the property has expired', () => {
    const given = facts(null, 'on', CLOSED, '2026-12-01T12:00:00Z');
    assert.equal(at(given, new Date('2026-12-01T11:59:59.999Z')).active, true);
    assert.deepEqual([at(given).active, at(given).rule], [false, 'schedule']);
  });

  it('without tag and property is what the schedule says', () => {
    fc.assert(
      fc.property(fc.constantFrom(OPEN, CLOSED), fc.nat(10_000), (schedule, minutes) => {
        const now = new Date(TUESDAY_NOON.getTime() + minutes * 60_000);
        assert.equal(at(facts(null, null, schedule), now).active, isOpenAt(schedule, now));
      }),
    );
  });
});

describe('nextActivityChange', () => {
  it('is when the schedule changes or the property ends, or later if the schedule says the same then', () => {
    const change = (given: HoursFacts) => changeOf(given)?.toISOString();
    assert.equal(change(facts(null, null, CLOSED)), '2026-12-01T17:00:00.000Z');
    assert.equal(change(facts(null, 'off', OPEN, '2026-12-01T13:00:00Z')), '2026-12-01T13:00:00.000Z');
    assert.equal(change(facts(null, 'off', CLOSED, '2026-12-01T13:00:00Z')), '2026-12-01T17:00:00.000Z');
    assert.equal(change(facts(null, 'off', null, '2026-12-01T13:00:00Z')), '2026-12-01T13:00:00.000Z');
    assert.deepEqual(
      [
        facts(null, 'off', OPEN),
        facts('off', null, OPEN),
        facts(null, 'on', null, '2026-12-01T13:00:00Z'),
        facts(null, null, null),
      ].map(change),
      [undefined, undefined, undefined, undefined],
    );
  });

  it('is when it is the opposite, and not before', () => {
    const onOff = fc.constantFrom<OnOff | null>(null, 'on', 'off');
    const minutes = fc.option(fc.integer({ min: -600, max: 20_000 }));
    fc.assert(
      fc.property(onOff, fc.constantFrom(null, OPEN, CLOSED), minutes, fc.nat(20_000), (forced, schedule, expiry, part) => {
        const after = (count: number) => new Date(TUESDAY_NOON.getTime() + count * 60_000);
        const given = facts(null, forced, schedule, expiry === null ? null : after(expiry).toISOString());
        const [{ active }, changes] = [at(given), changeOf(given)];
        if (changes) assert.notEqual(at(given, changes).active, active);
        const before = after(part);
        if (!changes || before < changes) assert.equal(at(given, before).active, active);
      }),
      { numRuns: 200 },
    );
  });
});

describe('describeRule', () => {
  const describeAt = (given: HoursFacts) => describeRule(at(given), given);
  it('names the rule that decided, with its values', () => {
    assert.equal(describeAt(facts('off', 'on', OPEN)), 'tag force_workers:off of the queue');
    assert.equal(describeAt(facts(null, 'on', OPEN)), 'runtime property force:on');
    assert.equal(describeAt(facts(null, 'off', OPEN, '2026-12-01T13:00:00Z')), 'runtime property force:off');
    assert.equal(describeAt(facts(null, null, CLOSED)), 'downtime 9-17 TUE in UTC');
    assert.equal(describeAt(facts(null, null, null)), 'no schedule');
  });
});
