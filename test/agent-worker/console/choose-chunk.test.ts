import assert from 'node:assert/strict';
import { CHUNK_BYTES, chooseChunk } from '../../../agent-worker/console/choose-chunk.ts';
import { createSecretMask } from '../../../agent-worker/console/secret-mask.ts';

const choose = (text: string, options: { ended?: boolean; partial?: boolean; secrets?: string[] } = {}) =>
  chooseChunk({
    pending: Buffer.from(text),
    ended: options.ended ?? false,
    partial: options.partial ?? false,
    mask: createSecretMask(options.secrets ?? []),
  });

describe('chooseChunk', () => {
  it('takes whole lines and leaves the beginning of the next', () => {
    assert.equal(choose('one\ntwo\nthr'), 8);
  });

  it('takes a progress bar up to its last carriage return', () => {
    assert.equal(choose('10%\r20%\r30'), 8);
  });

  it('waits for the end of a line until it has waited long enough', () => {
    assert.equal(choose('Password: '), 0);
    assert.equal(choose('Password: ', { partial: true }), 10);
  });

  it('takes everything at the end', () => {
    assert.equal(choose('one\ntwo', { ended: true }), 7);
  });

  it('cuts a line that is longer than a chunk, between characters', () => {
    assert.equal(choose('ä'.repeat(CHUNK_BYTES)), CHUNK_BYTES);
    assert.equal(choose(`x${'ä'.repeat(CHUNK_BYTES)}`), CHUNK_BYTES - 1);
  });

  it('holds back what may be the beginning of a secret', () => {
    assert.equal(choose('key: s3c', { partial: true, secrets: ['s3cr3t'] }), 5);
  });
});
