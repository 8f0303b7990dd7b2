import Koa from 'koa';
import type { ApiContext } from '../context.ts';

/** The file server: artifacts, models and debug samples under their paths. */
export function createFilesApp(_api: ApiContext): Koa {
  return new Koa();
}
