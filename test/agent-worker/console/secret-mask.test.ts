import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSecretMask } from '../../../agent-worker/console/secret-mask.ts';

describe('createSecretMask', () => {
  it('replaces a secret by as many asterisks', () => {
    assert.equal(createSecretMask(['s3cr3t']).text('password=s3cr3t!'), 'password=******!');
  });

  it('finds every line of a secret with several lines, and its form in an address', () => {
    const mask = createSecretMask(['-----BEGIN-----\nabcdefgh', 'p@ss word']);
    assert.equal(mask.text('abcdefgh'), '********');
    assert.equal(mask.text('p%40ss%20word'), '*'.repeat(13));
  });

  it('leaves values of less than four characters alone', () => {
    assert.equal(createSecretMask(['abc', '']).text('abc'), 'abc');
  });

  it('masks passwords in addresses and signed tokens that it was not told of', () => {
    const mask = createSecretMask([]);
    assert.equal(mask.text('from https://ann:hunter2@host/x.git'), 'from https://ann:*******@host/x.git');
    assert.equal(mask.text('from https://ann:hun@ter2@host/x.git@v1'), 'from https://ann:********@host/x.git@v1');
    assert.equal(mask.text('{"a":"https://u:pw@h","b":"c@d"}'), '{"a":"https://u:**@h","b":"c@d"}');
    const token = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from('{"exp":123456}').toString('base64url')}.c2lnbmF0dXJl`;
    assert.equal(mask.text(`token ${token}.`), `token ${'*'.repeat(token.length)}.`);
  });

  it('keeps the length of whatever it is given', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.string({ maxLength: 8 })), (bytes, secrets) => {
        assert.equal(createSecretMask(secrets).bytes(Buffer.from(bytes)).length, bytes.length);
      }),
    );
  });

  it('knows how much of the end may be the beginning of a secret', () => {
    const mask = createSecretMask(['s3cr3t']);
    assert.equal(mask.heldBack(Buffer.from('xs3c')), 3);
    assert.equal(mask.heldBack(Buffer.from('xs3cr3t')), 0);
    assert.equal(mask.heldBack(Buffer.from('plain')), 0);
  });
});
