import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import { startConsoleShipper } from '../../../agent-worker/console/console-shipper.ts';
import { createSecretMask } from '../../../agent-worker/console/secret-mask.ts';
import type { ConsoleChunkRequest } from '../../../workflows/contracts/agent-api.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';

const isWithinCharacter = (byte = 0): boolean => (byte & 0xc0) === 0x80;

/** Stores by offset, as the server does. */
function consoleStore() {
  let stored = Buffer.alloc(0);
  const chunks: ConsoleChunkRequest[] = [];
  return {
    chunks,
    get text() {
      return stored.toString();
    },
    /** As after a restore from an older backup, in which there are whole characters alone. */
    forget(bytes: number) {
      let left = Math.max(0, stored.length - bytes);
      while (isWithinCharacter(stored[left])) left -= 1;
      stored = stored.subarray(0, left);
    },
    take(chunk: ConsoleChunkRequest) {
      chunks.push(chunk);
      const bytes = Buffer.from(chunk.text);
      if (chunk.offset <= stored.length && chunk.offset + bytes.length > stored.length)
        stored = Buffer.concat([stored, bytes.subarray(stored.length - chunk.offset)]);
      return { next: stored.length };
    },
  };
}

/** Repeats a chunk until it is answered, as the agent does. */
const unreliable = (store: ReturnType<typeof consoleStore>, faults: Iterator<string>) => async (chunk: ConsoleChunkRequest) => {
  await tick();
  for (;;) {
    const { value: fault } = faults.next();
    if (fault === 'refused') continue;
    if (fault === 'restored from backup') store.forget(chunk.text.length + 3);
    const answer = store.take(chunk);
    if (fault !== 'answer lost' && answer.next !== chunk.offset) return answer;
  }
};

const neverAnswers = (_chunk: ConsoleChunkRequest, signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const fast = { intervalMs: 1, partialAfterMs: 2, onError: assert.fail };

describe('startConsoleShipper', () => {
  it('ships what is written while it is written, each byte once, through an unreliable server', async () => {
    const writes = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r', 'line\n', 'top-secret')));
    const faults = fc.infiniteStream(fc.constantFrom('ok', 'ok', 'answer lost', 'refused', 'restored from backup'));
    await fc.assert(
      fc.asyncProperty(writes, faults, async (texts, fault) => {
        const path = join(scratchFolder(), 'console');
        const store = consoleStore();
        const mask = createSecretMask(['top-secret']);
        const send = unreliable(store, fault);
        const shipper = startConsoleShipper({ path, mask, send, ...fast });
        writeFileSync(path, '');
        for (const text of texts) {
          appendFileSync(path, text);
          await tick();
        }
        await shipper.finish();
        assert.equal(store.text, mask.text(texts.join('')).replaceAll('\0', '?'));
      }),
      { numRuns: 60 },
    );
  });

  it('goes on where the server is, when it starts anew', async () => {
    const path = join(scratchFolder(), 'console');
    const store = consoleStore();
    store.take({ offset: 0, text: 'one\ntwo\n', timestamp: 0 });
    writeFileSync(path, 'one\ntwo\nthree\n');
    const shipper = startConsoleShipper({ path, mask: createSecretMask([]), send: async (chunk) => store.take(chunk), ...fast });
    await shipper.finish();
    assert.equal(store.text, 'one\ntwo\nthree\n');
  });

  it('ships an unfinished line after a moment', async () => {
    const path = join(scratchFolder(), 'console');
    const store = consoleStore();
    const shipper = startConsoleShipper({ path, mask: createSecretMask([]), send: async (chunk) => store.take(chunk), ...fast });
    writeFileSync(path, '50%');
    await eventually('the line is shipped', () => store.text === '50%');
    shipper.stop();
  });

  it('masks a secret that lies across two chunks', async () => {
    const path = join(scratchFolder(), 'console');
    const store = consoleStore();
    writeFileSync(path, `${'x'.repeat(64 * 1024 - 3)}top-secret${'y'.repeat(70_000)}`);
    const shipper = startConsoleShipper({
      path,
      mask: createSecretMask(['top-secret']),
      send: async (chunk) => store.take(chunk),
      ...fast,
    });
    await shipper.finish();
    assert.ok(store.chunks.length > 1 && store.chunks.every(({ text }) => !text.includes('secret')));
    assert.match(store.text, /^x+\*{10}y+$/);
  });

  it('flushes everything written so far, and ends with its signal', async () => {
    const path = join(scratchFolder(), 'console');
    const store = consoleStore();
    writeFileSync(path, 'one\n');
    const shipper = startConsoleShipper({ path, mask: createSecretMask([]), send: async (chunk) => store.take(chunk), ...fast });
    await shipper.flush();
    assert.equal(store.text, 'one\n');
    const never = startConsoleShipper({ path, mask: createSecretMask([]), send: neverAnswers, ...fast });
    await never.flush(AbortSignal.timeout(30));
    never.stop();
    shipper.stop();
  });
});
