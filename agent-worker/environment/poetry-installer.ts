import type { Installer, RunTool } from './installer.ts';
import type { PackageOptions } from './package-options.ts';
import { pipInstaller } from './pip-installer.ts';

/** Environments by `venv`, what a project has locked by `poetry`. */
export function poetryInstaller(poetry: string, options: PackageOptions, run: RunTool): Installer {
  return {
    ...pipInstaller(options, run),
    async sync(folder, project) {
      // Poetry installs into the environment that is activated, were it not the base of a conda. The project itself is found by
      // PYTHONPATH: installed, it would tie the environment to one checkout.
      const env = { VIRTUAL_ENV: folder, CONDA_DEFAULT_ENV: '' };
      await run([poetry, 'install', '--no-interaction', '--no-root', ...options.poetry.installArguments], { cwd: project, env });
    },
  };
}
