import assert from 'node:assert/strict';
import { viewHours } from '../../../../workflows/domain/working-hours/view-hours.ts';

describe('viewHours', () => {
  const now = new Date('2026-12-01T12:00:00Z');
  const schedule = { kind: 'uptime', spans: ['17-20 TUE'], timezone: 'Europe/Berlin' } as const;

  it('tells by the clock of the agent when something changes', () => {
    assert.deepEqual(viewHours({ schedule: { ...schedule, spans: ['17-20 TUE'] }, forced: null, forcedQueues: {} }, 'q', now), {
      active: false,
      rule: 'schedule',
      why: 'uptime 17-20 TUE in Europe/Berlin',
      changes: new Date('2026-12-01T16:00:00Z'),
      changesOn: 'Tue 2026-12-01 17:00 Europe/Berlin',
    });
  });

  it('tells in UTC of an agent without a clock of its own', () => {
    const forced = { value: 'off', expires: '2026-12-01T23:30:00+00:00' } as const;
    const { why, changesOn } = viewHours({ schedule: null, forced, forcedQueues: {} }, 'q', now);
    assert.deepEqual([why, changesOn], ['runtime property force:off', 'Tue 2026-12-01 23:30 UTC']);
  });
});
