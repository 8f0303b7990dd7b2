import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { Refusal, type RefusalCode } from '../../activities/db/errors.ts';
import { type AuthFailure, authenticate } from '../auth/authenticate.ts';
import { ERROR_CODES } from '../clearml/error-codes.ts';
import type { ApiContext } from '../context.ts';
import { storable } from '../storable.ts';
import type { Route } from './route.ts';

const NOT_FOUND: readonly RefusalCode[] = [
  'taskNotFound',
  'queueNotFound',
  'modelNotFound',
  'projectNotFound',
  'workerNotFound',
  'scalerNotFound',
  'machineNotFound',
  'userNotFound',
  'credentialsNotFound',
  'plotNotFound',
];

/** Serves the native routes under `/api`. Errors are `{"error": {"code", "message", "field"?}}`. */
export function nativeRouter(api: ApiContext, routes: readonly Route[]): Middleware {
  const router = new Router({ prefix: '/api' });
  for (const route of routes) {
    router[route.method](route.path, async (ctx) => {
      ctx.state.route = `/api${route.path}`;
      ctx.set('Cache-Control', 'no-store');
      try {
        await serve(api, ctx, route);
      } catch (error) {
        refuse(api, ctx, error);
      }
    });
  }
  return router.routes() as unknown as Middleware;
}

async function serve(api: ApiContext, ctx: Context, route: Route): Promise<void> {
  const result = await authenticate(api, ctx, { needs: route.needs, action: actionOf(route) });
  if ('failure' in result) throw refusalOf(result.failure);
  const answer = await route.handle({
    api,
    principal: result.principal,
    params: parse(route.params, storable((ctx as unknown as { params: unknown }).params), 'path') as never,
    query: parse(route.query, storable(ctx.query), 'query') as never,
    body: parse(route.body, (ctx.request as { body?: unknown }).body ?? {}, 'body') as never,
    ctx,
  });
  if (answer !== undefined) ctx.body = answer;
}

/** As people and documents name a route. */
export const actionOf = ({ method, path }: Route): string => `${method.toUpperCase()} /api${path}`;

function refusalOf({ kind }: AuthFailure): Refusal {
  if (kind === 'origin') return new Refusal('forbidden', 'a page of another site may not do this with your session');
  if (kind === 'credentials')
    return new Refusal('unauthorized', 'the access key and secret key do not belong together, or were revoked');
  return new Refusal('unauthorized', 'log in first');
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return value;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') || where;
  throw new Refusal('invalid', z.prettifyError(parsed.error), { field });
}

function refuse(api: ApiContext, ctx: Context, error: unknown): void {
  if (!(error instanceof Refusal)) {
    api.log.error({ err: error, path: ctx.path }, 'route failed');
    ctx.status = 500;
    ctx.body = { error: { code: 'internal', message: 'internal error; the server log says more' } };
    return;
  }
  ctx.status = statusOf(error.code);
  if (typeof error.data.retryAfter === 'number') ctx.set('Retry-After', String(error.data.retryAfter));
  ctx.body = { error: { code: error.code, message: error.message, ...(error.field ? { field: error.field } : {}) } };
}

function statusOf(code: RefusalCode): number {
  if (NOT_FOUND.includes(code)) return 404;
  if (code === 'conflict' || code === 'notUnique') return 409;
  return ERROR_CODES[code][0];
}
