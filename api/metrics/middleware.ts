import type { Middleware } from 'koa';
import { authenticate } from '../auth/authenticate.ts';
import type { ApiContext } from '../context.ts';
import { isLocal } from '../is-local.ts';

/** Measures how long requests take, by the name that their router gives them in `ctx.state.route`. */
export function measureRequests({ metrics }: ApiContext): Middleware {
  return async (ctx, next) => {
    const stop = metrics.requests.startTimer();
    try {
      await next();
    } finally {
      const { route } = ctx.state as { route?: string };
      if (route) stop({ method: ctx.method, route, status: ctx.status });
    }
  };
}

/** Serves `/metrics` to this machine, and to others with credentials or a token. */
export function serveMetrics(api: ApiContext): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/metrics') return next();
    if (!isLocal(ctx) && 'failure' in (await authenticate(api, ctx, { needs: 'read', action: 'GET /metrics' }))) {
      ctx.status = 401;
      ctx.set('WWW-Authenticate', 'Basic realm="perdura"');
      ctx.body = 'metrics are for this machine; from others, send application credentials or a token\n';
      return;
    }
    ctx.set('Content-Type', api.metrics.registry.contentType);
    ctx.body = await api.metrics.registry.metrics();
  };
}
