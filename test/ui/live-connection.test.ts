import assert from 'node:assert/strict';
import type { LiveEvent } from '../../ui/src/api/types.ts';
import { LiveConnection } from '../../ui/src/live/live-connection.ts';
import { ThrottledBatch } from '../../ui/src/live/throttled-batch.ts';
import { eventually } from '../support/eventually.ts';

/** Stands in for the browser's class of the same name: tests say when it opens, speaks and breaks. */
class FakeEventSource {
  static all: FakeEventSource[] = [];
  readonly url: string;
  closed = false;
  onopen: () => void = () => {};
  onmessage: (message: { data: string }) => void = () => {};
  onerror: () => void = () => {};

  constructor(url: string) {
    this.url = url;
    FakeEventSource.all.push(this);
  }

  close(): void {
    this.closed = true;
  }

  say(event: LiveEvent | { topic: 'reset' }): void {
    this.onmessage({ data: JSON.stringify(event) });
  }
}

describe('the live connection', () => {
  const real = { EventSource: globalThis.EventSource, document: globalThis.document };
  let events: LiveEvent[];
  let gaps: (string[] | null)[];
  let losses: number;
  let connection: LiveConnection;

  beforeEach(() => {
    Object.assign(globalThis, { EventSource: FakeEventSource, document: { hidden: false } });
    FakeEventSource.all = [];
    events = [];
    gaps = [];
    losses = 0;
    connection = new LiveConnection({
      onEvent: (event) => events.push(event),
      onGap: (topics) => gaps.push(topics),
      onLoss: () => {
        losses += 1;
      },
    });
  });
  afterEach(() => {
    connection.pause();
    Object.assign(globalThis, real);
  });

  const stream = (number: number) => eventually(`stream ${number} was opened`, () => FakeEventSource.all[number]);

  it('is one stream for all topics that are asked for together', async () => {
    connection.subscribe(['tasks']);
    connection.subscribe(['task:a', 'queues']);
    const first = await stream(0);
    assert.equal(first.url, '/api/live?topics=queues,task%3Aa,tasks');
    assert.equal(FakeEventSource.all.length, 1);
  });

  it('keeps the old stream until the new one with more topics is open', async () => {
    connection.subscribe(['tasks']);
    const first = await stream(0);
    first.onopen();
    connection.subscribe(['queues']);
    const second = await stream(1);
    assert.equal(first.closed, false);
    second.onopen();
    assert.equal(first.closed, true);
    assert.deepEqual(gaps, [['tasks'], ['queues']]);
  });

  it('comes back after a loss, and says that everything may be old', async () => {
    connection.subscribe(['tasks']);
    const first = await stream(0);
    first.onopen();
    first.onerror();
    assert.deepEqual([connection.state, losses], ['retrying', 1]);
    const second = await stream(1);
    second.onopen();
    assert.equal(connection.state, 'open');
    assert.deepEqual(gaps, [['tasks'], null]);
  });

  it('takes a reset for a gap, and passes other events on', async () => {
    connection.subscribe(['tasks']);
    const first = await stream(0);
    first.say({ topic: 'tasks', id: 'x' });
    first.say({ topic: 'reset' });
    assert.deepEqual(events, [{ topic: 'tasks', id: 'x' }]);
    assert.deepEqual(gaps, [null]);
  });

  it('ends with the last listener', async () => {
    const stop = connection.subscribe(['tasks']);
    const first = await stream(0);
    stop();
    await eventually('the stream is closed', () => first.closed);
    assert.equal(connection.state, 'idle');
  });
});

describe('a throttled batch', () => {
  it('hands many events over as few, each key once, and never two batches at a time', async () => {
    const batches: number[][] = [];
    let running = 0;
    const batch = new ThrottledBatch<number>(20, async (items) => {
      running += 1;
      assert.equal(running, 1);
      batches.push(items);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running -= 1;
    });
    batch.add('a', 1);
    for (let event = 0; event < 100; event += 1) batch.add(event % 2 === 0 ? 'a' : 'b', event);
    await eventually('both batches are done', () => batches.length === 2 && running === 0);
    assert.deepEqual(batches, [[1], [98, 99]]);
  });
});
