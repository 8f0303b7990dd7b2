import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wireDate } from '../../../api/clearml/documents/wire-date.ts';
import { wireFloat } from '../../../api/clearml/documents/wire-float.ts';
import { storable } from '../../../api/storable.ts';

describe('wireDate', () => {
  const DATES: [value: unknown, written: string | undefined][] = [
    ['2026-11-21 10:42:46.197+00', '2026-11-21T10:42:46.197000+00:00'],
    ['2026-11-21 10:42:46+00', '2026-11-21T10:42:46.000000+00:00'],
    ['2026-11-21 12:42:46.5+02', '2026-11-21T10:42:46.500000+00:00'],
    [new Date(0), '1970-01-01T00:00:00.000000+00:00'],
    [null, undefined],
  ];
  for (const [value, written] of DATES) {
    it(`writes ${String(value)} as ${written}`, () => assert.equal(wireDate(value), written));
  }
});

describe('wireFloat', () => {
  it('writes every number so that it reads back the same, whole ones with their point', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = JSON.stringify([wireFloat(value)]).slice(1, -1);
        assert.ok(Object.is(JSON.parse(text), value));
        assert.match(text, /[.e]/);
      }),
    );
  });

  it('leaves null as it is', () => assert.equal(wireFloat(null), null));
});

describe('storable', () => {
  it('leaves well-formed text alone, and makes any text well-formed and free of NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const stored = storable({ [text]: [text] });
        const [[key, [value]]] = Object.entries(stored) as any;
        assert.ok(key.isWellFormed() && value.isWellFormed() && !value.includes('\0'));
        if (text.isWellFormed() && !text.includes('\0')) assert.equal(value, text);
      }),
    );
    assert.equal(storable('a\ud800b\udc00c\ud83d\ude00\0'), 'a\ufffdb\ufffdc😀\ufffd');
  });
});
