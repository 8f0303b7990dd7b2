import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { UploadState } from '../../api/files/resume-upload.ts';
import { startTestApi, TEST_CREDENTIALS, type TestApi } from '../support/api-server.ts';
import { eventually } from '../support/eventually.ts';

const GIB = 1024 ** 3;
const TOTAL = Number(process.env.SOAK_FILE_GIB ?? 5) * GIB;
const CHUNK = 1024 * 1024;
/** The process also runs the test: what it may hold beyond that at its fullest. */
const MOST_MEMORY = GIB / 2;

const AUTHORIZATION = `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}`;

describe('a file of several gigabytes', function () {
  this.timeout(1_800_000);
  let server: TestApi;
  before(async () => {
    server = await startTestApi();
  });
  after(() => server.release());

  it('is sent in spite of a connection that breaks off, and read from any place, in little memory', async () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 100);
    try {
      await put(0, TOTAL / 2).catch(() => {});
      // The server hears of the end a little later, and refuses a second sender until then.
      const received = await eventually('the upload went on', goOn, { everyMs: 500 });
      assert.ok(received > 0 && received < TOTAL, `${received} bytes`);
      // Beyond what 32 bits can say.
      for (const start of [0, received - 3, TOTAL - 4 * CHUNK + 5, TOTAL - 1])
        await expectRange(start, Math.min(start + 6, TOTAL - 1));
      assert.ok(most - before < MOST_MEMORY, `${Math.round((most - before) / 1024 ** 2)} MiB more`);
    } finally {
      clearInterval(watch);
    }
    assert.equal(
      (await fetch(`${server.filesUrl}/big.bin`, { method: 'DELETE', headers: { authorization: AUTHORIZATION } })).status,
      200,
    );
  });

  /** Sends what is missing; answers where it began, or nothing when the server was not ready for it. */
  async function goOn(): Promise<number | undefined> {
    const { received } = await put(null, 0);
    const state = await put(received, Number.POSITIVE_INFINITY);
    if (!state.complete) return undefined;
    assert.deepEqual(state, { received: TOTAL, complete: true });
    return received;
  }

  /** Sends the rest of the file from `start` on; breaks off after some bytes. `start` null asks how much is there. */
  function put(start: number | null, breakAfter: number): Promise<UploadState> {
    const range = start === null ? `bytes */${TOTAL}` : `bytes ${start}-${TOTAL - 1}/${TOTAL}`;
    return new Promise((resolve, reject) => {
      const call = request(
        `${server.filesUrl}/big.bin`,
        {
          method: 'PUT',
          headers: { authorization: AUTHORIZATION, 'content-range': range, 'content-length': start === null ? 0 : TOTAL - start },
        },
        async (response) => {
          resolve(JSON.parse((await response.toArray()).join('')));
          // A refusal comes before the end of what is sent.
          call.destroy();
        },
      );
      call.once('error', reject);
      if (start === null) return void call.end();
      const body = Readable.from(bytesFrom(start, breakAfter));
      body.once('error', (error) => call.destroy(error));
      call.once('close', () => body.destroy());
      body.pipe(call);
    });
  }

  async function expectRange(start: number, end: number): Promise<void> {
    const response = await fetch(`${server.filesUrl}/big.bin`, {
      headers: { authorization: AUTHORIZATION, range: `bytes=${start}-${end}` },
    });
    assert.deepEqual([response.status, response.headers.get('Content-Range')], [206, `bytes ${start}-${end}/${TOTAL}`]);
    const expected = Array.from({ length: end - start + 1 }, (_, index) => byteAt(start + index));
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], expected);
  }
});

/** Tells every place in the file from its neighbours, and one megabyte from another. */
const byteAt = (position: number): number => (position + Math.floor(position / CHUNK)) % 251;

function* bytesFrom(start: number, breakAfter: number): Generator<Buffer> {
  for (let position = start; position < TOTAL; ) {
    if (position - start >= breakAfter) throw new Error('broken off');
    const end = Math.min(TOTAL, (Math.floor(position / CHUNK) + 1) * CHUNK);
    const chunk = Buffer.allocUnsafe(end - position);
    const shift = Math.floor(position / CHUNK);
    for (let index = 0; index < chunk.length; index += 1) chunk[index] = (position + index + shift) % 251;
    yield chunk;
    position = end;
  }
}
