import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createSender } from '../../../api/live/sender.ts';

describe('messages to one client', () => {
  it('are dropped while it does not read, and made up for by one reset', async () => {
    const stream = new PassThrough();
    const send = createSender(stream);
    const message = JSON.stringify({ topic: 'tasks', id: 'x'.repeat(1000) });
    for (let i = 0; i < 1000; i++) send(message);
    assert.ok(stream.writableLength < 200_000, `${stream.writableLength} bytes held`);
    const drained = new Promise((resolve) => stream.once('drain', resolve));
    const read = text(stream);
    await drained;
    send(JSON.stringify({ topic: 'tasks', id: 'last' }));
    stream.end();
    const messages = (await read).trim().split('\n\n');
    assert.ok(messages.length < 200, `${messages.length} messages`);
    assert.deepEqual(messages.slice(-2), ['data: {"topic":"reset"}', 'data: {"topic":"tasks","id":"last"}']);
  });

  it('are not written to a stream that has ended', () => {
    const stream = new PassThrough();
    const send = createSender(stream);
    stream.end();
    send('{}');
    assert.equal(stream.errored, null);
  });
});
