import assert from 'node:assert/strict';
import { toFileHref } from '../../../ui/src/api/files.ts';
import {
  formatBytes,
  formatDuration,
  formatHours,
  formatMoney,
  formatNumber,
  formatPrice,
  formatRelative,
} from '../../../ui/src/domain/format.ts';

describe('figures for people', () => {
  for (const [milliseconds, text] of [
    [35, '35 ms'],
    [1400, '1.4 s'],
    [59_400, '59 s'],
    [125_000, '2 min 05 s'],
    [3_720_000, '1 h 02 min'],
    [100 * 3_600_000, '4 d 4 h'],
    [null, '–'],
  ] as const) {
    it(`${milliseconds} ms is ${text}`, () => assert.equal(formatDuration(milliseconds), text));
  }

  it('are dollars with cents, smaller sums and prices an hour with four decimals', () => {
    assert.deepEqual([0, 0.0042, 1.5, 1204, null].map(formatMoney), ['$0.00', '$0.0042', '$1.50', '$1 204.00', '–']);
    assert.deepEqual([0, 0.1578, 0.526, 12, 0.5].map(formatPrice), ['$0.00', '$0.1578', '$0.526', '$12.00', '$0.50']);
    assert.deepEqual([0, 0.052, 3.333, 412.7, 1204].map(formatHours), ['0 h', '0.05 h', '3.33 h', '413 h', '1200 h']);
  });

  it('are short for bytes and numbers of any size', () => {
    assert.deepEqual([0, 812, 18_231, 3 * 1024 ** 3].map(formatBytes), ['0 B', '812 B', '17.8 KiB', '3.0 GiB']);
    assert.deepEqual([0.1 + 0.2, 1234567.891, 3e-7, 0].map(formatNumber), ['0.3', '1234570', '3.000e-7', '0']);
  });

  it('say how long ago something was', () => {
    const now = Date.parse('2026-11-21T12:00:00Z');
    assert.equal(formatRelative(new Date(now - 12_000), now), '12 s ago');
    assert.equal(formatRelative(new Date(now - 5 * 3_600_000), now), '5 h ago');
  });
});

describe('an address on the file server', () => {
  it('becomes one of the same origin, others stay', () => {
    assert.equal(toFileHref('http://h:8081/a/b%20c.png', 'http://h:8081'), '/files/a/b%20c.png');
    assert.equal(toFileHref('http://h:80811/a', 'http://h:8081'), 'http://h:80811/a');
    assert.equal(toFileHref('s3://bucket/a', 'http://h:8081'), 's3://bucket/a');
  });
});
