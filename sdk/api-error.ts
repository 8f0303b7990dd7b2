/** An answer of the server that refuses the request. */
export class ApiError extends Error {
  override name = 'ApiError';
  /** HTTP status. */
  readonly status: number;
  /** ClearML's `result_code`, or the word of a native endpoint such as `not_found`. */
  readonly code: number | string;
  /** ClearML's `result_subcode`; 0 for native endpoints. */
  readonly subcode: number;
  /** The field of the request that is at fault, when the server names one. */
  readonly field: string | undefined;

  constructor(options: { status: number; code: number | string; subcode?: number; message: string; field?: string }) {
    super(options.message);
    this.status = options.status;
    this.code = options.code;
    this.subcode = options.subcode ?? 0;
    this.field = options.field;
  }
}

/** No answer came: refused, reset, timed out, name not found. `cause` has the last failure. */
export class ServerUnreachableError extends Error {
  override name = 'ServerUnreachableError';
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`no answer from ${url}: ${describeCause(cause)}`, { cause });
    this.url = url;
  }
}

const describeCause = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  if (error.cause !== undefined) return describeCause(error.cause);
  return typeof code === 'string' && !error.message.includes(code) ? `${code} ${error.message}` : error.message || String(code);
};
