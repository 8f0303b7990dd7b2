import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { Context } from 'koa';
import { writeJson } from '../../api/write-json.ts';

describe('the JSON of an answer', () => {
  const written = async (body: unknown): Promise<unknown> => {
    const ctx = {} as Context;
    await writeJson()(ctx, async () => {
      ctx.body = body;
    });
    return ctx.body;
  };

  it('is made of objects and lists', async () => {
    assert.equal(await written({ a: [1, null] }), '{"a":[1,null]}');
    assert.equal(await written([{ b: 2 }]), '[{"b":2}]');
    assert.equal(await written(Object.assign(Object.create(null), { c: 3 })), '{"c":3}');
  });

  it('is not made of text, bytes, streams and nothing', async () => {
    for (const body of ['text', Buffer.from('bytes'), Readable.from(['stream']), null, undefined])
      assert.equal(await written(body), body);
  });
});
