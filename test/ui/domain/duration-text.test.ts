import assert from 'node:assert/strict';
import { durationText, parseDuration } from '../../../ui/src/domain/duration-text.ts';

describe('a duration in a form', () => {
  it('is read with its units, and as minutes without', () => {
    assert.equal(parseDuration('90 s'), 90_000);
    assert.equal(parseDuration('1.5h'), 5_400_000);
    assert.equal(parseDuration('1 d 4 h'), 100_800_000);
    assert.equal(parseDuration('30'), 1_800_000);
    assert.equal(parseDuration(' '), null);
  });

  it('is refused when it is none', () => {
    for (const text of ['soon', '5 parsecs', '-3 min', '1h2', 'h']) assert.equal(parseDuration(text), undefined, text);
  });

  it('is written so that it is read as the same', () => {
    for (const time of [1, 1500, 90_000, 3_600_000, 100_800_000, 86_461_001])
      assert.equal(parseDuration(durationText(time)), time, durationText(time));
    assert.equal(durationText(null), '');
  });
});
