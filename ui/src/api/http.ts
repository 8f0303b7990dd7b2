/** A refused or failed call. `status` 0 means that the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | number;
  /** The field that was refused, where the server names one. */
  readonly field: string | null;

  constructor(input: { status: number; code: string | number; message: string; field?: string | null }) {
    super(input.message);
    this.name = 'ApiError';
    this.status = input.status;
    this.code = input.code;
    this.field = input.field ?? null;
  }

  /** The server is away or out of order: the same call may succeed later. */
  get isOutage(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'DELETE' | 'PATCH' | 'PUT';
  body?: unknown;
  signal?: AbortSignal | undefined;
}

type Listener = () => void;
const unauthorizedListeners = new Set<Listener>();

/** Calls `listener` whenever the server says that the session is over. Returns the function that stops it. */
export function onUnauthorized(listener: Listener): () => void {
  unauthorizedListeners.add(listener);
  return () => unauthorizedListeners.delete(listener);
}

/**
 * One same-origin JSON call, authenticated by the session cookie.
 * @throws {ApiError} on every status outside 2xx, and with status 0 when no answer came.
 */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(path, options);
  const payload = await readJson(response);
  if (response.ok) return payload as T;
  if (response.status === 401 && path !== '/api/login') for (const listener of unauthorizedListeners) listener();
  throw toApiError(response, payload);
}

async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers:
        body === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError({ status: 0, code: 'unreachable', message: 'The server cannot be reached.' });
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    if (response.ok)
      throw new ApiError({ status: 502, code: 'not_json', message: 'The server answered with something that is not JSON.' });
    return {};
  }
}

/** Understands both error shapes: `{error: {code, message}}` and the RPC's envelope. */
function toApiError(response: Response, payload: unknown): ApiError {
  const { error, meta } = payload as {
    error?: { code?: string; message?: string; field?: string };
    meta?: { result_subcode?: number; result_msg?: string };
  };
  return new ApiError({
    status: response.status,
    code: error?.code ?? meta?.result_subcode ?? response.status,
    field: error?.field ?? null,
    message: error?.message ?? meta?.result_msg ?? `The server answered ${response.status} ${response.statusText}`.trim(),
  });
}
