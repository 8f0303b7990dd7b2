import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toText, wholeCharacters } from '../../../agent-worker/console/utf8.ts';

describe('toText', () => {
  it('gives text of exactly as many bytes, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toText(Buffer.from(bytes));
        assert.equal(Buffer.byteLength(text), bytes.length);
        assert.ok(!text.includes('\0') && !text.includes('\ufffd'));
      }),
    );
  });

  it('leaves text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        assert.equal(toText(Buffer.from(text)), text.replaceAll('\0', '?'));
      }),
    );
  });
});

describe('wholeCharacters', () => {
  it('never cuts a character in two, and gives up at most three bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (text, at) => {
        const bytes = Buffer.from(text);
        const end = at % (bytes.length + 1);
        const cut = wholeCharacters(bytes, end);
        assert.ok(cut <= end && end - cut <= 3);
        assert.equal(bytes.subarray(0, cut).toString() + bytes.subarray(cut).toString(), text);
      }),
    );
  });
});
