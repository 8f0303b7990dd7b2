import type { Context } from 'koa';

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** Whether a request comes from this machine. What comes through a proxy on this machine does not. */
export const isLocal = (ctx: Context): boolean =>
  LOOPBACK.test(ctx.req.socket.remoteAddress ?? '') && !ctx.get('X-Forwarded-For');
