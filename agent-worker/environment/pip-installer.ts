import { join } from 'node:path';
import { type Installer, packagesIn, type RunTool } from './installer.ts';
import type { PackageOptions } from './package-options.ts';

/** Environments by `venv`, packages by `pip`. */
export function pipInstaller(options: PackageOptions, run: RunTool): Installer {
  const indexes = options.extraIndexUrls.join(' ');
  const env = { PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', ...(indexes && { PIP_EXTRA_INDEX_URL: indexes }) };
  const pip = (folder: string, args: string[], more = {}) =>
    run([join(folder, 'bin/python'), '-m', 'pip', ...args], { env, ...more });

  return {
    async create(folder, { path }) {
      await run([path, '-m', 'venv', ...(options.systemSitePackages ? ['--system-site-packages'] : []), folder]);
      if (options.pipVersions.length > 0)
        await pip(folder, ['install', '--quiet', ...options.pipVersions.map((version) => `pip${version}`)]);
    },
    async install(folder, file) {
      await pip(folder, ['install', '-r', file, ...options.extraInstallFlags]);
    },
    freeze: async (folder) => packagesIn(await pip(folder, ['freeze', '--quiet'], { silent: true })),
  };
}
