import assert from 'node:assert/strict';
import type { ConsoleRequest } from '../../ui/src/api/task-results.ts';
import type { ConsolePage } from '../../ui/src/api/types.ts';
import { ConsoleBuffer } from '../../ui/src/pages/task/console/console-buffer.ts';

/** A log of `total` lines, line n with the cursor n, behind the console endpoint's rules. */
class Log {
  total: number;
  /** Text of the line that is being written. */
  open: string | null = null;
  requests: ConsoleRequest[] = [];

  constructor(total: number) {
    this.total = total;
  }

  readonly fetch = async (request: ConsoleRequest): Promise<ConsolePage> => {
    this.requests.push(request);
    const end =
      request.after === undefined
        ? Number(request.before ?? this.total)
        : Math.min(this.total, Number(request.after) + request.limit);
    const start = request.after === undefined ? Math.max(0, end - request.limit) : Number(request.after);
    const lines = Array.from({ length: Math.max(0, end - start) }, (_, index) => lineOf(start + index));
    const open = this.open === null ? null : { ...lineOf(this.total), text: this.open };
    return {
      lines,
      open,
      nextCursor: String(Math.max(end, start)),
      previousCursor: start === 0 ? null : String(start),
      total: this.total,
    };
  };
}

const lineOf = (number: number) => ({ id: `${number}`, timestamp: 0, level: 'info', text: `line ${number}`, attempt: 1 });

const settled = (buffer: ConsoleBuffer) =>
  new Promise<void>((resolve) => {
    const stop = buffer.subscribe(() => {
      if (buffer.getSnapshot().loading) return;
      stop();
      resolve();
    });
  });

async function opened(log: Log): Promise<ConsoleBuffer> {
  const buffer = new ConsoleBuffer(log.fetch);
  const done = settled(buffer);
  buffer.open();
  await done;
  return buffer;
}

const numbers = (buffer: ConsoleBuffer): number[] =>
  buffer.getSnapshot().lines.map(({ text }) => Number(text.slice('line '.length)));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('the console buffer', () => {
  it('begins with the newest lines and loads earlier ones in front of them', async () => {
    const buffer = await opened(new Log(5000));
    assert.equal(numbers(buffer)[0], 3000);
    const done = settled(buffer);
    buffer.loadEarlier();
    await done;
    assert.deepEqual(numbers(buffer), upTo(5000).slice(1000));
  });

  it('has every line once and in order after following and loading all', async () => {
    const log = new Log(25_000);
    const buffer = await opened(log);
    log.total = 31_000;
    buffer.follow();
    const done = settled(buffer);
    buffer.loadAll(new AbortController().signal);
    await done;
    while (buffer.getSnapshot().earlier || buffer.getSnapshot().loading) await settled(buffer);
    assert.deepEqual(numbers(buffer), upTo(31_000));
  });

  it('asks once for many events that come together', async () => {
    const log = new Log(10);
    const buffer = await opened(log);
    log.total = 12;
    for (let event = 0; event < 50; event += 1) buffer.follow();
    await settled(buffer);
    assert.equal(log.requests.length, 2);
    assert.deepEqual(numbers(buffer), upTo(12));
  });

  it('shows the line that is being written until it is finished', async () => {
    const log = new Log(2);
    log.open = 'epoch 1:  10%\repoch 1:  50%';
    const buffer = await opened(log);
    assert.deepEqual(
      buffer.getSnapshot().open.map(({ key, text }) => [key, text]),
      [['2', 'epoch 1:  50%']],
    );
    log.total = 3;
    log.open = null;
    buffer.follow();
    await settled(buffer);
    assert.deepEqual(buffer.getSnapshot().open, []);
    assert.deepEqual(numbers(buffer), upTo(3));
  });

  it('begins anew when the task was reset', async () => {
    const log = new Log(100);
    const buffer = await opened(log);
    log.total = 3;
    buffer.follow();
    await settled(buffer);
    assert.deepEqual(numbers(buffer), upTo(3));
  });

  it('keeps its lines and tells the error when the server goes away', async () => {
    const log = new Log(5);
    let away = false;
    const buffer = new ConsoleBuffer((request) => (away ? Promise.reject(new Error('away')) : log.fetch(request)));
    buffer.open();
    await settled(buffer);
    away = true;
    buffer.follow();
    await settled(buffer);
    assert.match(String(buffer.getSnapshot().error), /away/);
    assert.equal(numbers(buffer).length, 5);
  });
});
