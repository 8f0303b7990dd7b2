import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../activities/db/errors.ts';
import { type AuthFailure, authenticate } from '../auth/authenticate.ts';
import type { ApiContext } from '../context.ts';
import { storable } from '../storable.ts';
import { type Call, Download, type Endpoint } from './endpoint.ts';
import { envelope, envelopeAround } from './envelope.ts';
import { ERROR_CODES } from './error-codes.ts';
import { JsonText } from './json-text.ts';

const PATH = /^\/(?:v(\d+(?:\.\d+)?)\/)?([a-z_]+\.[a-z_0-9]+)$/;

const AUTH_ANSWERS: Record<AuthFailure['kind'], readonly [subcode: number, message: string]> = {
  missing: [
    20,
    'Unauthorized (missing credentials): send "Authorization: Basic" with application credentials or "Bearer" with a token',
  ],
  credentials: [22, 'Unauthorized (invalid credentials): the access key and secret key do not belong together, or were revoked'],
  token: [30, 'Unauthorized (invalid or expired token): log in again'],
  origin: [30, 'Unauthorized (the session is not valid for calls from other pages)'],
};

/** Serves ClearML's API: any method, with or without a version in the path. */
export function clearmlRouter(api: ApiContext, endpoints: readonly Endpoint[]): Middleware {
  const byName = new Map(endpoints.map((endpoint) => [endpoint.name, endpoint]));
  return async (ctx, next) => {
    const match = PATH.exec(ctx.path);
    if (!match) return next();
    const version = match[1] === undefined ? undefined : Number(match[1]);
    const name = match[2] as string;
    const endpoint = byName.get(name);
    if (!endpoint) {
      answer(ctx, { endpoint: name, version, code: 404, message: `unknown endpoint ${name}` });
      return;
    }
    ctx.state.route = name;
    try {
      await serve(api, ctx, endpoint, version);
    } catch (error) {
      refuse(api, ctx, error, { endpoint: name, version });
    }
  };
}

async function serve(api: ApiContext, ctx: Context, endpoint: Endpoint, version: number | undefined): Promise<void> {
  // Clients send everything as GET: a link on another page must not be able to do what a GET does here.
  const result = await authenticate(api, ctx, { needs: endpoint.needs, action: endpoint.name, mayChange: true });
  if ('failure' in result) {
    const [subcode, message] = AUTH_ANSWERS[result.failure.kind];
    answer(ctx, { endpoint: endpoint.name, version, code: 401, subcode, message });
    return;
  }
  const call: Call = {
    api,
    principal: result.principal,
    worker: ctx.get('X-ClearML-Worker') || ctx.get('X-Trains-Worker'),
    ip: ctx.ip,
    client: ctx.get('X-ClearML-Client') || ctx.get('X-Trains-Client'),
    version,
  };
  const request = parseRequest(endpoint, { ...storable(ctx.query), ...bodyOf(ctx) });
  const data = await endpoint.handle(call, request);
  if (data instanceof Download) send(ctx, data);
  else if (data instanceof JsonText) {
    ctx.type = 'json';
    ctx.body = envelopeAround(data, { endpoint: endpoint.name, version });
  } else answer(ctx, { endpoint: endpoint.name, version, data });
}

function send(ctx: Context, { fileName, type, content }: Download): void {
  ctx.attachment(fileName);
  ctx.type = type;
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.body = content;
}

/** JSON lines stay text; their endpoint reads them itself. */
function bodyOf(ctx: Context): Record<string, unknown> {
  const body = (ctx.request as { body?: unknown }).body;
  if (typeof body === 'string') return { lines: body };
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>;
  throw new Refusal('invalid', 'the body must be a JSON object');
}

function parseRequest(endpoint: Endpoint, body: Record<string, unknown>): unknown {
  const parsed = endpoint.request.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new Refusal('invalid', `Validation error (${z.prettifyError(parsed.error).replaceAll('\n', ' ')})`, {
    field,
    data: { field },
  });
}

function refuse(api: ApiContext, ctx: Context, error: unknown, at: { endpoint: string; version: number | undefined }): void {
  if (error instanceof Refusal) {
    const [code, subcode] = ERROR_CODES[error.code];
    answer(ctx, { ...at, code, subcode, message: error.message, errorData: error.data });
    return;
  }
  api.log.error({ err: error, endpoint: at.endpoint }, 'endpoint failed');
  answer(ctx, { ...at, code: 500, subcode: 100, message: 'General server error; the server log says more' });
}

function answer(ctx: Context, input: Parameters<typeof envelope>[0]): void {
  ctx.status = input.code ?? 200;
  ctx.body = envelope(input);
}
