import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blamingTheTask } from './blaming-the-task.ts';
import { type Installer, packagesIn, type RunTool } from './installer.ts';
import type { PackageOptions } from './package-options.ts';
import { readIfThere } from './read-if-there.ts';
import { uvInstaller } from './uv-installer.ts';

/** Where the script is that speaks to rattler. */
export const CONDA_FOLDER = import.meta.dirname;
const SCRIPT = join(CONDA_FOLDER, 'conda.py');
/** Its interface is not yet a stable one. */
const RATTLER = 'py-rattler==0.28.0';

/** Environments of packages from channels of conda, the Python included, without a conda on the machine; by uv what no channel has. */
export function condaInstaller(uv: string, options: PackageOptions, run: RunTool): Installer {
  // Addresses of channels may have passwords, which a command line would show.
  const env = { PERDURA_CONDA_CHANNELS: JSON.stringify(options.condaChannels) };
  const conda = (...args: string[]) =>
    run([uv, 'run', '--quiet', '--no-project', '--with', RATTLER, 'python', SCRIPT, ...args], { cwd: CONDA_FOLDER, env });
  const pip = uvInstaller(uv, options, run);

  return {
    async create(folder, { version }) {
      const [major, minor] = version.split('.');
      await blamingTheTask(() => conda('create', folder, `python ${major}.${minor}.*`, 'pip'));
    },
    async install(folder, file) {
      const rest = `${file}.rest`;
      await conda('add', folder, file, rest);
      if (readFileSync(rest, 'utf8').trim() !== '') await pip.install(folder, rest);
    },
    // A freeze would name the places where packages of channels were built.
    freeze: async (folder) =>
      packagesIn(
        await run([uv, 'pip', 'list', '--quiet', '--format=freeze', '--python', join(folder, 'bin/python')], { silent: true }),
      ),
  };
}

/** What the activation of an environment of conda sets; undefined for other environments. */
export function activationVariables(folder: string): Record<string, string> | undefined {
  const notes = readIfThere(join(folder, 'etc/perdura-conda.json'));
  return notes === undefined ? undefined : (JSON.parse(notes) as { variables: Record<string, string> }).variables;
}
