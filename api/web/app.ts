import { fileURLToPath } from 'node:url';
import Koa from 'koa';
import compress from 'koa-compress';
import mount from 'koa-mount';
import type { ApiContext } from '../context.ts';
import { logErrors } from '../log-errors.ts';
import { serveAssets, servePage } from './pages.ts';
import { securityHeaders } from './security-headers.ts';

const DIST = fileURLToPath(new URL('../../ui/dist', import.meta.url));

export interface WebAppInput {
  apiApp: Koa;
  filesApp: Koa;
  /** Folder of the built UI. */
  dist?: string;
}

/** The web port: the built UI with the API and the files of the same origin beside it. */
export function createWebApp(api: ApiContext, { apiApp, filesApp, dist = DIST }: WebAppInput): Koa {
  const app = new Koa({ proxy: api.options.behindProxy });
  app.use(securityHeaders(api));
  app.use(mount('/files', filesApp));
  // Before the API, whose endpoints have names like files: `/favicon.svg`.
  app.use(compress({ br: false, zstd: false }));
  app.use(serveAssets(dist));
  app.use(mount(apiApp));
  app.use(servePage(dist));
  logErrors(app, api.log);
  return app;
}
