import assert from 'node:assert/strict';
import { isTimeZone, wallClock } from '../../../workflows/domain/wall-clock.ts';

describe('a clock on the wall', () => {
  it('shows the day and the time of its zone', () => {
    const at = new Date('2026-12-31T23:05:00Z');
    assert.deepEqual(wallClock('UTC', at), { weekday: 'Thu', date: '2026-12-31', hour: '23', minute: '05' });
    assert.deepEqual(wallClock('Asia/Kolkata', at), { weekday: 'Fri', date: '2027-01-01', hour: '04', minute: '35' });
  });

  it('shows midnight as 00', () => assert.equal(wallClock('UTC', new Date('2026-12-01T00:00:00Z')).hour, '00'));

  it('is put forward in spring', () => {
    const hours = ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'].map((at) => wallClock('Europe/Berlin', new Date(at)).hour);
    assert.deepEqual(hours, ['01', '03']);
  });

  it('has a zone by its IANA name', () => {
    assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isTimeZone), [true, true, false, false]);
  });
});
