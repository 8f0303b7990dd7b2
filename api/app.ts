import { bodyParser } from '@koa/bodyparser';
import cors from '@koa/cors';
import Koa, { type Middleware } from 'koa';
import compress from 'koa-compress';
import { isWebOrigin } from './auth/same-origin.ts';
import { envelope } from './clearml/envelope.ts';
import { endpoints } from './clearml/index.ts';
import { clearmlRouter } from './clearml/router.ts';
import { closeConnection } from './close-connection.ts';
import type { ApiContext } from './context.ts';
import { isLocal } from './is-local.ts';
import { logErrors } from './log-errors.ts';
import { measureRequests, serveMetrics } from './metrics/middleware.ts';
import { routes } from './native/index.ts';
import { nativeRouter } from './native/router.ts';
import { isTooDeep } from './nesting.ts';
import { mayNeedStorable, storable } from './storable.ts';
import { writeJson } from './write-json.ts';

/** Clients cut event batches at 15 MiB. */
const BODY_LIMIT = '64mb';

/** The API as one Koa application: served on the API port and, beside the web UI, on the web port. */
export function createApiApp(api: ApiContext): Koa {
  const app = new Koa({ proxy: api.options.behindProxy });
  app.use(closeConnection());
  app.use(measureRequests(api));
  app.use(allowOwnPages(api));
  app.use(compressForOthers());
  app.use(writeJson());
  app.use(serveMetrics(api));
  app.use(parseBody());
  app.use(refuseDeepBodies());
  app.use(keepStorable());
  app.use(clearmlRouter(api, endpoints));
  app.use(nativeRouter(api, routes));
  logErrors(app, api.log);
  return app;
}

/**
 * The lightest gzip: curves and logs shrink to a half and less. Better ratios cost more time than they save, and for this machine
 * itself this one does too.
 */
function compressForOthers(): Middleware {
  const light = compress({ br: false, zstd: false, gzip: { level: 1 }, threshold: 4096 });
  return (ctx, next) => (isLocal(ctx) ? next() : light(ctx, next));
}

/** Pages served from another address than the web UI's get no answer that they could read. */
function allowOwnPages({ options }: ApiContext): Middleware {
  return cors({
    origin: (ctx) => (isWebOrigin(options.urls.web, ctx.get('Origin')) ? ctx.get('Origin') : ''),
    credentials: true,
    maxAge: 600,
  });
}

/** ClearML's clients send GET with a JSON body, and events as JSON lines; both may be compressed. */
function parseBody(): Middleware {
  const parse = bodyParser({
    parsedMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    enableTypes: ['json', 'text'],
    extendTypes: { text: ['application/json-lines'] },
    jsonLimit: BODY_LIMIT,
    textLimit: BODY_LIMIT,
    onError(error, ctx) {
      const status = (error as { status?: number }).status === 413 ? 413 : 400;
      const message = status === 413 ? `the body is larger than ${BODY_LIMIT}` : `the body cannot be read: ${error.message}`;
      ctx.throw(status, message, { answer: refusedBody(ctx.path, status, message) });
    },
  });
  return async (ctx, next) => {
    try {
      await parse(ctx, next);
    } catch (error) {
      const { status, answer } = error as { status?: number; answer?: object };
      if (!answer) throw error;
      ctx.status = status ?? 400;
      ctx.body = answer;
    }
  };
}

function refusedBody(path: string, code: number, message: string): object {
  if (path.startsWith('/api/')) return { error: { code: 'invalid', message, field: 'body' } };
  return envelope({ endpoint: path.slice(1), version: undefined, code, subcode: 10, message });
}

/** Whoever walks through a value calls himself for each level. */
function refuseDeepBodies(): Middleware {
  return async (ctx, next) => {
    const { body, rawBody = '' } = ctx.request as { body?: unknown; rawBody?: string };
    if (!isTooDeep(body, rawBody)) return next();
    ctx.status = 400;
    ctx.body = refusedBody(ctx.path, 400, 'the body has maps and lists in each other more than 500 deep');
  };
}

/** Handlers get nothing from a JSON body that the database refuses. */
function keepStorable(): Middleware {
  return async (ctx, next) => {
    const request = ctx.request as { body?: unknown; rawBody?: string };
    const isJson = typeof request.body === 'object' && request.body !== null;
    if (isJson && mayNeedStorable(request.rawBody ?? '')) request.body = storable(request.body);
    await next();
  };
}
