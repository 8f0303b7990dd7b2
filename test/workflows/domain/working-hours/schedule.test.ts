import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  checkSchedule,
  describeSchedule,
  isOpenAt,
  nextChange,
  type Schedule,
} from '../../../../workflows/domain/working-hours/schedule.ts';
import { DAYS } from '../../../../workflows/domain/working-hours/span.ts';

const uptime = (timezone: string, ...spans: string[]): Schedule => ({ kind: 'uptime', spans, timezone });
const downtime = (timezone: string, ...spans: string[]): Schedule => ({ kind: 'downtime', spans, timezone });
const openAt = (schedule: Schedule, at: string) => isOpenAt(schedule, new Date(at));
const changeAfter = (schedule: Schedule, at: string) => nextChange(schedule, new Date(at))?.toISOString();

describe('a schedule', () => {
  it('is meant in its own time zone', () => {
    // A Tuesday.
    assert.equal(openAt(uptime('UTC', '17-20 TUE'), '2026-12-01T17:00:00Z'), true);
    assert.equal(openAt(uptime('Europe/Berlin', '17-20 TUE'), '2026-12-01T16:00:00Z'), true);
    assert.equal(openAt(uptime('Europe/Berlin', '17-20 TUE'), '2026-12-01T19:00:00Z'), false);
    assert.equal(openAt(uptime('Asia/Kolkata', '0-1 WED'), '2026-12-01T18:30:00Z'), true);
  });

  it('begins with its first minute and ends before the hour that is named last', () => {
    const open = (time: string) => openAt(uptime('UTC', '17-20 TUE'), `2026-12-01T${time}Z`);
    assert.deepEqual(['16:59:59.999', '17:00:00', '19:59:59.999', '20:00:00'].map(open), [false, true, true, false]);
  });

  it('of a downtime is the opposite', () => {
    assert.equal(openAt(downtime('UTC', '17-20 TUE'), '2026-12-01T17:00:00Z'), false);
    assert.equal(openAt(downtime('UTC', '17-20 TUE'), '2026-12-01T20:00:00Z'), true);
  });

  it('tells when it opens and closes next', () => {
    const schedule = uptime('UTC', '20-00 SUN', '00-08 MON');
    assert.equal(changeAfter(schedule, '2026-12-01T12:00:00Z'), '2026-12-06T20:00:00.000Z');
    assert.equal(changeAfter(schedule, '2026-12-06T20:00:00Z'), '2026-12-07T08:00:00.000Z');
    assert.equal(changeAfter(downtime('Asia/Kolkata', '9-10 WED'), '2026-12-01T00:00:00Z'), '2026-12-02T03:30:00.000Z');
  });

  it('keeps to the clock on the wall when that is put forward or back', () => {
    const berlin = uptime('Europe/Berlin', '17-20 SUN', '02-03 SUN');
    assert.equal(changeAfter(berlin, '2026-03-28T12:00:00Z'), '2026-03-29T15:00:00.000Z', 'no 02:00 on this day');
    assert.equal(changeAfter(berlin, '2026-10-24T12:00:00Z'), '2026-10-25T00:00:00.000Z');
    assert.equal(changeAfter(berlin, '2026-10-25T00:00:00Z'), '2026-10-25T02:00:00.000Z', '02:00 comes twice');
    assert.equal(changeAfter(berlin, '2026-10-25T02:00:00Z'), '2026-10-25T16:00:00.000Z');
  });

  it('that names the whole week never changes', () => {
    assert.equal(changeAfter(uptime('UTC', '0 SUN-SAT'), '2026-12-01T12:00:00Z'), undefined);
    assert.equal(openAt(uptime('UTC', '0 SUN-SAT'), '2026-12-01T12:00:00Z'), true);
    assert.equal(changeAfter(downtime('UTC', '0-12,12-24 SUN-SAT'), '2026-12-01T12:00:00Z'), undefined);
  });

  it('is described as it was written', () => {
    assert.equal(
      describeSchedule(uptime('Europe/Berlin', '17-20 TUE', '13-22 WED')),
      'uptime 17-20 TUE, 13-22 WED in Europe/Berlin',
    );
  });

  it('that cannot be followed is refused by what is wrong', () => {
    assert.throws(() => checkSchedule(uptime('UTC')), /no time span is given/);
    assert.throws(() => checkSchedule(uptime('UTC', '17-20 TUE', 'noon')), /"noon" is no time span/);
    assert.throws(() => checkSchedule(uptime('Mars/Olympus', '17-20 TUE')), /"Mars\/Olympus" is no time zone/);
    checkSchedule(uptime('America/St_Johns', '17-20 TUE'));
  });
});

describe('any schedule', () => {
  const span = fc
    .tuple(fc.nat(23), fc.integer({ min: 1, max: 23 }), fc.nat(6), fc.nat(6))
    .map(([start, length, first, last]) => `${start}-${(start + length) % 24} ${DAYS[first]}-${DAYS[last]}`);
  const spans = fc.array(span, { minLength: 1, maxLength: 3 });
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  );
  const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });

  it('is open as an uptime whenever it is closed as a downtime, and changes with it', () => {
    fc.assert(
      fc.property(spans, zone, moment, (given, timezone, at) => {
        const [up, down] = [uptime(timezone, ...given), downtime(timezone, ...given)];
        assert.notEqual(isOpenAt(up, at), isOpenAt(down, at));
        assert.deepEqual(nextChange(up, at), nextChange(down, at));
      }),
    );
  });

  it('stays as it is until its next change, and is different then', () => {
    fc.assert(
      fc.property(
        spans,
        zone,
        moment,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (given, timezone, at, part) => {
          const schedule = uptime(timezone, ...given);
          const change = nextChange(schedule, at);
          const last = change?.getTime() ?? at.getTime() + 8 * 24 * 3_600_000;
          assert.ok(last > at.getTime());
          const between = new Date(at.getTime() + Math.floor(part * (last - at.getTime())));
          assert.equal(isOpenAt(schedule, between), isOpenAt(schedule, at));
          if (change) {
            assert.notEqual(isOpenAt(schedule, change), isOpenAt(schedule, at));
            assert.equal(isOpenAt(schedule, new Date(last - 1)), isOpenAt(schedule, at));
          }
        },
      ),
    );
  });

  it('is open in the hours that a clock at a fixed distance to UTC shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: -12, max: 12 }), fc.nat(23), fc.nat(6), moment, (east, hour, day, at) => {
        // The signs of these names are the wrong way round.
        const timezone = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
        const local = new Date(at.getTime() + east * 3_600_000);
        const expected = local.getUTCDay() === day && local.getUTCHours() === hour;
        assert.equal(isOpenAt(uptime(timezone, `${hour}-${(hour + 1) % 24} ${DAYS[day]}`), at), expected);
      }),
      { numRuns: 500 },
    );
  });
});
