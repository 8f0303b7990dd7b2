import type { Middleware } from 'koa';

/** The SDK forks after it has opened pooled connections; two processes on one kept-alive socket hang each other. */
export function closeConnection(): Middleware {
  return async (ctx, next) => {
    if (isPythonClient(ctx.get('User-Agent'))) ctx.set('Connection', 'close');
    await next();
  };
}

const isPythonClient = (userAgent: string): boolean => /python|clearml/i.test(userAgent);
