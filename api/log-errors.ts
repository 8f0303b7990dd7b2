import type Koa from 'koa';
import type { Logger } from 'pino';

/** A client that goes away in the middle of a request or an answer is no error of ours. */
const GONE = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'HPE_INVALID_EOF_STATE']);

/** Logs what went wrong in an application, apart from refusals that the client was told. */
export function logErrors(app: Koa, log: Logger): void {
  app.on('error', (error: NodeJS.ErrnoException & { expose?: boolean }) => {
    if (!GONE.has(error.code ?? '') && !error.expose) log.error({ err: error }, 'request failed');
  });
}
