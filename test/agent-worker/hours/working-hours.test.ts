import assert from 'node:assert/strict';
import { pino } from 'pino';
import { keepWorkingHours, type WorkingHours } from '../../../agent-worker/hours/working-hours.ts';
import type { Schedule } from '../../../workflows/domain/working-hours/schedule.ts';

const never = new AbortController().signal;
const TUESDAY: Schedule = { kind: 'uptime', spans: ['17-20 TUE'], timezone: 'UTC' };

describe('keepWorkingHours', () => {
  const kept: WorkingHours[] = [];
  afterEach(() => {
    for (const hours of kept.splice(0)) hours.release();
  });

  /** Hours of an agent of two queues, whose clock is moved by hand. */
  function start(schedule: Schedule | null, time: string) {
    let now = new Date(time);
    const lines: string[] = [];
    const log = pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line).msg) });
    const queues = [
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ];
    const hours = keepWorkingHours({ schedule, queues, log, now: () => now });
    kept.push(hours);
    return {
      hours,
      lines,
      moveTo: (moment: string) => {
        now = new Date(moment);
      },
    };
  }

  it('is open within the schedule only, by the clock as it is', () => {
    const { hours, moveTo } = start(TUESDAY, '2026-12-01T16:59:59Z');
    const seen = [hours.isOpen('a')];
    for (const moment of ['2026-12-01T17:00:00Z', '2026-12-01T20:00:00Z', '2026-12-01T18:00:00Z']) {
      moveTo(moment);
      seen.push(hours.isOpen('a'));
    }
    assert.deepEqual(seen, [false, true, false, true]);
  });

  it('wakes who waits when the clock gets there, however it does', async () => {
    const { hours, moveTo } = start(TUESDAY, '2026-12-01T12:00:00Z');
    let open = false;
    const waiting = hours.whenOpen('a', never).then(() => {
      open = true;
    });
    await new Promise(setImmediate);
    assert.equal(open, false);
    moveTo('2026-12-08T19:00:00Z');
    await waiting;
  });

  it('lets go who waits by a signal', async () => {
    const { hours } = start(TUESDAY, '2026-12-01T12:00:00Z');
    const stop = new AbortController();
    const waiting = hours.whenOpen('a', stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(hours.whenOpen('a', stop.signal), /enough/);
  });

  it('follows what the server says of the queue or of the agent, at once', async () => {
    const { hours } = start(TUESDAY, '2026-12-01T12:00:00Z');
    const waiting = hours.whenOpen('a', never);
    hours.note({ forced: null, forcedQueues: { a: 'on' } });
    await waiting;
    assert.deepEqual([hours.isOpen('a'), hours.isOpen('b')], [true, false]);
    hours.note({ forced: { value: 'on', expires: null }, forcedQueues: { a: 'off' } });
    assert.deepEqual([hours.isOpen('a'), hours.isOpen('b')], [false, true]);
    hours.note({ forced: null, forcedQueues: {} });
    assert.deepEqual([hours.isOpen('a'), hours.isOpen('b')], [false, false]);
  });

  it('logs what opens and closes a queue, each time once, and nothing without a schedule', () => {
    const { hours, lines, moveTo } = start(TUESDAY, '2026-12-01T12:00:00Z');
    moveTo('2026-12-01T17:00:00Z');
    hours.note({ forced: null, forcedQueues: {} });
    hours.note({ forced: null, forcedQueues: { b: 'off' } });
    assert.deepEqual(lines, [
      'queue A: takes no tasks: uptime 17-20 TUE in UTC, until Tue 2026-12-01 17:00 UTC',
      'queue B: takes no tasks: uptime 17-20 TUE in UTC, until Tue 2026-12-01 17:00 UTC',
      'queue A: takes tasks: uptime 17-20 TUE in UTC, until Tue 2026-12-01 20:00 UTC',
      'queue B: takes tasks: uptime 17-20 TUE in UTC, until Tue 2026-12-01 20:00 UTC',
      'queue B: takes no tasks: tag force_workers:off of the queue',
    ]);
    assert.deepEqual(start(null, '2026-12-01T12:00:00Z').lines, []);
  });
});
