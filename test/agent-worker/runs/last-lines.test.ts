import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecretMask } from '../../../agent-worker/console/secret-mask.ts';
import { readLastLines } from '../../../agent-worker/runs/last-lines.ts';
import { scratchFolder } from '../../support/scratch.ts';

const lastLines = (content: string | Buffer, from = 0) => {
  const path = join(scratchFolder(), 'console');
  writeFileSync(path, content);
  return readLastLines(path, createSecretMask(['s3cr3t']), from);
};

describe('readLastLines', () => {
  it('gives the end of what was written from a place on, without secrets and overwritten text', () => {
    assert.equal(lastLines('before\n10%\r20%\r\n\npassword s3cr3t\nError: x\n', 7), '20%\npassword ******\nError: x');
  });

  it('is bounded', () => {
    assert.ok(Buffer.byteLength(lastLines('ä'.repeat(10_000))) <= 4096);
    assert.equal(lastLines(Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n')).split('\n').length, 20);
  });
});
