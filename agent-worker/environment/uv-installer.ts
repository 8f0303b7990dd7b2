import { join } from 'node:path';
import { CommandError } from '../stages/run-command.ts';
import { type Installer, packagesIn, type RunTool } from './installer.ts';
import type { PackageOptions } from './package-options.ts';

/** Environments and packages by `uv`. The environments have pip all the same, since user code may call it. */
export function uvInstaller(uv: string, options: PackageOptions, run: RunTool): Installer {
  const indexes = options.extraIndexUrls.join(' ');
  const env = {
    ...(indexes && { UV_EXTRA_INDEX_URL: indexes }),
    ...(options.uvBestMatch && { UV_INDEX_STRATEGY: 'unsafe-best-match' }),
  };
  const python = (folder: string) => ['--python', join(folder, 'bin/python')];

  return {
    async create(folder, { path }) {
      const system = options.systemSitePackages ? ['--system-site-packages'] : [];
      await run([uv, 'venv', '--quiet', '--python', path, ...system, folder], { env });
      // Without a network there is none, and most tasks do without.
      await run([uv, 'pip', 'install', '--quiet', ...python(folder), 'pip'], { env }).catch(unlessCommandFailed);
    },
    async install(folder, file) {
      await run([uv, 'pip', 'install', ...python(folder), '-r', file, ...options.extraInstallFlags], { env });
    },
    async sync(folder, project, { path }) {
      // The project itself is found by PYTHONPATH: installed, it would tie the environment to one checkout.
      const args = ['sync', '--locked', '--inexact', '--no-install-project', '--no-install-workspace', '--python', path];
      await run([uv, ...args, ...options.uvSyncArguments], { cwd: project, env: { ...env, UV_PROJECT_ENVIRONMENT: folder } });
    },
    freeze: async (folder) => packagesIn(await run([uv, 'pip', 'freeze', '--quiet', ...python(folder)], { silent: true })),
  };
}

function unlessCommandFailed(error: unknown): void {
  if (!(error instanceof CommandError)) throw error;
}
