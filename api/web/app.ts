import { fileURLToPath } from 'node:url';
import Koa from 'koa';
import mount from 'koa-mount';
import serve from 'koa-static';
import type { ApiContext } from '../context.ts';

const DIST = fileURLToPath(new URL('../../ui/dist', import.meta.url));

/** The web port: the built UI with the API and the files of the same origin beside it. */
export function createWebApp(_api: ApiContext, { apiApp, filesApp }: { apiApp: Koa; filesApp: Koa }): Koa {
  const app = new Koa();
  app.use(mount('/files', filesApp));
  app.use(mount(apiApp));
  app.use(serve(DIST));
  return app;
}
