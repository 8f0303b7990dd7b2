import Koa, { type Context, type Middleware } from 'koa';
import { type AuthFailure, authenticate } from '../auth/authenticate.ts';
import { closeConnection } from '../close-connection.ts';
import type { ApiContext } from '../context.ts';
import { logErrors } from '../log-errors.ts';
import { deleteFile } from './delete-files.ts';
import { deleteMany } from './delete-many.ts';
import { FileError, toFileError } from './file-error.ts';
import { receiveForm } from './receive-form.ts';
import { receiveUpload } from './resume-upload.ts';
import { sendFile } from './send-file.ts';
import { urlPath } from './stored-path.ts';

/** The file server: artifacts, models and debug samples under their paths. Errors are `{"error": {"code", "message"}}`. */
export function createFilesApp(api: ApiContext): Koa {
  const app = new Koa({ proxy: api.options.behindProxy });
  app.use(closeConnection());
  app.use(answerErrors(api));
  app.use(letIn(api));
  app.use((ctx) => serve(ctx, api.options.filesDir));
  logErrors(app, api.log);
  return app;
}

async function serve(ctx: Context, root: string): Promise<void> {
  switch (`${ctx.method} ${ctx.path === '/' || ctx.path === '/delete_many' ? ctx.path : '/…'}`) {
    case 'GET /':
    case 'HEAD /':
      ctx.body = 'OK';
      return;
    case 'POST /':
      ctx.body = JSON.stringify(await receiveForm(root, ctx.req));
      ctx.type = 'json';
      return;
    case 'POST /delete_many':
      ctx.body = await deleteMany(root, ctx.req);
      return;
    case 'GET /…':
    case 'HEAD /…':
      return sendFile(ctx, root, urlPath(ctx.path));
    case 'PUT /…': {
      const state = await receiveUpload(root, urlPath(ctx.path), ctx.req);
      ctx.status = state.complete ? 201 : 202;
      ctx.body = state;
      return;
    }
    case 'DELETE /…':
      await deleteFile(root, urlPath(ctx.path));
      ctx.body = 'OK';
      return;
    default:
      throw new FileError(
        405,
        'methodNotAllowed',
        `${ctx.method} is not possible here; files are sent by POST / or PUT, read by GET`,
      );
  }
}

const WHY: Record<AuthFailure['kind'], string> = {
  missing: 'missing credentials: log in, or send application credentials or a token',
  credentials: 'the access key and secret key do not belong together, or were revoked',
  token: 'invalid or expired token: log in again',
  origin: 'a page of another site may not do this with your session',
};

function letIn(api: ApiContext): Middleware {
  return async (ctx, next) => {
    const needs = ctx.method === 'GET' || ctx.method === 'HEAD' ? 'read' : 'work';
    const result = await authenticate(api, ctx, { needs, action: `${ctx.method} at the file server` });
    if ('principal' in result) return next();
    ctx.set('WWW-Authenticate', 'Basic realm="files", charset="UTF-8"');
    throw new FileError(401, 'unauthorized', WHY[result.failure.kind]);
  };
}

function answerErrors(api: ApiContext): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const known = toFileError(error);
      if (!known) api.log.error({ err: error, method: ctx.method }, 'file server');
      ctx.status = known?.status ?? 500;
      ctx.remove('Content-Disposition');
      // What is left of the request is read, or its sender would not hear the answer.
      ctx.remove('Connection');
      ctx.body = {
        error: { code: known?.code ?? 'internal', message: known?.message ?? 'internal error; the server log says more' },
      };
    }
  };
}
