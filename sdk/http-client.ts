import { ApiError, ServerUnreachableError } from './api-error.ts';
import { RetryableError, type RetryOptions, withRetries } from './retry.ts';
import { createSessionToken } from './session-token.ts';

export { ApiError, ServerUnreachableError } from './api-error.ts';

/** ClearML's API version that we speak. */
const API_VERSION = 'v2.35';
const REQUEST_TIMEOUT_MS = 60_000;
const RETRIED_STATUS = new Set([429, 502, 503]);

export type ClientOptions = { apiUrl: string } & ({ accessKey: string; secretKey: string } | { token: string });

export interface CallOptions extends RetryOptions {
  /** For one attempt, its answer read. Default 60 s; `Infinity` for a stream. */
  timeoutMs?: number;
  /** `false` for a call that must not be made twice: it is repeated only when it surely never reached the server. */
  idempotent?: boolean;
}

export interface HttpClient {
  readonly apiUrl: string;
  /** Calls a ClearML endpoint, such as `tasks.enqueue`, and gives its `data`. Throws ApiError or ServerUnreachableError. */
  call<T = Record<string, unknown>>(endpoint: string, body?: object, options?: CallOptions): Promise<T>;
  /** Calls a native endpoint, such as `/api/health`, and gives its JSON (undefined for an empty answer). */
  request<T = unknown>(method: string, path: string, body?: unknown, options?: CallOptions): Promise<T>;
  /** Sends a request with a valid token and gives the successful response unread, for streams and files. */
  fetch(path: string, init?: RequestInit, options?: CallOptions): Promise<Response>;
  /** The token of this session, logging in when needed. */
  token(): Promise<string>;
}

/**
 * A client of one server. With credentials it logs in at the first call, renews the token before it expires, and once
 * upon a 401. With a token it sends that one as it is.
 */
export function createClient(options: ClientOptions): HttpClient {
  const apiUrl = options.apiUrl.replace(/\/+$/, '');
  const session = 'token' in options ? undefined : createSessionToken(() => login(apiUrl, options));
  const token = async () => (session ? await session.get() : (options as { token: string }).token);

  async function send(path: string, init: RequestInit, callOptions: CallOptions): Promise<Response> {
    const sent = await token();
    try {
      return await attempt(`${apiUrl}${path}`, withBearer(init, sent), callOptions);
    } catch (error) {
      if (!session || !(error instanceof ApiError) || error.status !== 401) throw error;
      session.drop(sent);
      return attempt(`${apiUrl}${path}`, withBearer(init, await token()), callOptions);
    }
  }

  const fetchPath: HttpClient['fetch'] = (path, init = {}, callOptions = {}) =>
    withRetries(() => send(path, init, callOptions), callOptions);

  return {
    apiUrl,
    token,
    fetch: fetchPath,
    async call<T>(endpoint: string, body: object = {}, callOptions: CallOptions = {}) {
      const response = await fetchPath(`/${API_VERSION}/${endpoint}`, jsonInit('POST', body), callOptions);
      return ((await response.json()) as { data: T }).data;
    },
    async request<T>(method: string, path: string, body?: unknown, callOptions: CallOptions = {}) {
      const response = await fetchPath(path, jsonInit(method, body), callOptions);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
  };
}

async function login(apiUrl: string, { accessKey, secretKey }: { accessKey: string; secretKey: string }): Promise<string> {
  const basic = Buffer.from(`${accessKey}:${secretKey}`).toString('base64');
  const response = await attempt(`${apiUrl}/auth.login`, { method: 'POST', headers: { authorization: `Basic ${basic}` } }, {});
  return ((await response.json()) as { data: { token: string } }).data.token;
}

/** One try. Throws RetryableError for what another try may heal, ApiError for a refusal. */
async function attempt(url: string, init: RequestInit, options: CallOptions): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: limit(options) });
  } catch (error) {
    options.signal?.throwIfAborted();
    const unreachable = new ServerUnreachableError(new URL(url).origin, error);
    throw options.idempotent === false && !neverSent(error) ? unreachable : new RetryableError(unreachable);
  }
  if (response.ok) return response;
  const error = await readError(response);
  if (RETRIED_STATUS.has(response.status)) throw new RetryableError(error, retryAfter(response));
  throw error;
}

function limit({ signal, timeoutMs = REQUEST_TIMEOUT_MS }: CallOptions): AbortSignal {
  const timeout = timeoutMs === Number.POSITIVE_INFINITY ? undefined : AbortSignal.timeout(timeoutMs);
  return AbortSignal.any([signal, timeout].filter((part) => part !== undefined));
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const neverSent = (error: unknown): boolean =>
  error instanceof Error && NEVER_SENT.has((error.cause as { code?: string } | undefined)?.code ?? '');

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

interface ErrorBody {
  meta?: { result_code: number; result_subcode: number; result_msg: string };
  error?: { code: string; message: string; field?: string };
}

/** Reads ClearML's envelope, a native error, or whatever a proxy in between wrote. */
async function readError(response: Response): Promise<ApiError> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const { meta, error } = parseErrorBody(text);
  if (meta) return new ApiError({ status, code: meta.result_code, subcode: meta.result_subcode, message: meta.result_msg });
  if (error) return new ApiError({ status, ...error });
  return new ApiError({ status, code: status, message: `HTTP ${status} ${response.statusText} ${text.slice(0, 200)}`.trim() });
}

function parseErrorBody(text: string): ErrorBody {
  try {
    return (JSON.parse(text) as ErrorBody | null) ?? {};
  } catch {
    return {};
  }
}

const jsonInit = (method: string, body: unknown): RequestInit =>
  body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };

function withBearer(init: RequestInit, token: string): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}
