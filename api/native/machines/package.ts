import { Refusal } from '../../../activities/db/errors.ts';
import type { ApiContext } from '../../context.ts';
import { defineRoute, type Route } from '../route.ts';
import { providePackage } from './provide-package.ts';

/** The package is read or made at the first request, and kept. */
export function packageRoute(): Route {
  let provided: Promise<Buffer> | undefined;
  const provide = ({ options, log }: ApiContext) => {
    provided ??= providePackage(options.machinePackage).catch((error: Error) => {
      provided = undefined;
      log.error({ err: error }, 'the package for machines cannot be made');
      throw new Refusal('unavailable', 'the package for machines cannot be made; the server log says why');
    });
    return provided;
  };
  return defineRoute({
    method: 'get',
    path: '/machines/package.tgz',
    needs: 'nothing',
    summary: "This installation's own npm package, by which machines become agents; it holds no secrets",
    async handle({ api, ctx }) {
      ctx.body = await provide(api);
      ctx.type = 'application/gzip';
    },
  });
}
