import { PassThrough } from 'node:stream';
import type { Context } from 'koa';
import { authenticate } from '../auth/authenticate.ts';
import type { ApiContext } from '../context.ts';
import { createSender } from './sender.ts';

/** A sign of life, at which it is looked whether the caller may still listen. */
const HEARTBEAT_MS = 15_000;

export interface StreamOptions {
  topics: readonly string[];
  heartbeatMs?: number;
}

/** Answers a request with server-sent events until the client goes or its session ends. */
export async function streamLive(
  api: ApiContext,
  ctx: Context,
  { topics, heartbeatMs = HEARTBEAT_MS }: StreamOptions,
): Promise<void> {
  const stream = new PassThrough();
  const send = createSender(stream);
  const unsubscribe = await api.live.subscribe(topics, send);
  const heartbeat = setInterval(() => void beat(api, ctx, stream), heartbeatMs);
  stream.once('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  ctx.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
  ctx.compress = false;
  ctx.body = stream;
  stream.write('retry: 1000\n\n');
}

async function beat(api: ApiContext, ctx: Context, stream: PassThrough): Promise<void> {
  try {
    const result = await authenticate(api, ctx, { needs: 'read', action: 'GET /api/live' });
    if ('failure' in result) stream.end();
    else if (!stream.writableEnded) stream.write(': \n\n');
  } catch (error) {
    api.log.debug({ err: error }, 'live: cannot look whether a session goes on');
  }
}
