import { join } from 'node:path';
import { type Conf, confText, confValue } from '../../sdk/clearml-conf.ts';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import { INSTALLERS, type PackageOptions } from '../environment/package-options.ts';
import { asList, cachePath, oneOf } from './settings.ts';

const GIB = 1024 ** 3;
const DEFAULT_FREE_SPACE_GIB = 2;
const DEFAULT_ENTRIES = 10;
const DEFAULT_CHANNELS = ['conda-forge'];

export interface PackageOptionsInput {
  env: NodeJS.ProcessEnv;
  conf: Conf;
  stateDir: string;
}

export function compilePackageOptions({ env, conf, stateDir }: PackageOptionsInput): PackageOptions {
  const manager = (key: string) => confValue(conf, `agent.package_manager.${key}`);
  const list = (key: string) => asList(manager(key));
  const channels = list('conda_channels');
  const flags = env.CLEARML_EXTRA_PIP_INSTALL_FLAGS;
  return {
    installer: oneOf('agent.package_manager.type', confText(conf, 'agent.package_manager.type') ?? 'uv', INSTALLERS),
    pythonBinary: confText(conf, 'agent.python_binary'),
    ignoreRequestedVersion: confValue(conf, 'agent.ignore_requested_python_version') === true,
    skipInstall: isTrue(env.CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL),
    systemSitePackages: manager('system_site_packages') === true,
    pipVersions: list('pip_version'),
    extraIndexUrls: list('extra_index_url'),
    extraInstallFlags: flags ? splitArguments(flags) : list('extra_pip_install_flags'),
    uvBestMatch: manager('uv_unsafe_best_match') === true,
    uvSyncArguments: list('uv_sync_extra_args'),
    poetry: {
      version: versionConstraint(confText(conf, 'agent.package_manager.poetry_version')),
      installArguments: list('poetry_install_extra_args'),
      filesInWorkingDirectory: manager('poetry_files_from_repo_working_dir') === true,
    },
    condaChannels: channels.length > 0 ? channels : DEFAULT_CHANNELS,
    forceRepositoryRequirements: manager('force_repo_requirements_txt') === true,
    priorityPackages: list('priority_packages'),
    priorityOptionalPackages: list('priority_optional_packages'),
    postPackages: list('post_packages'),
    postOptionalPackages: list('post_optional_packages'),
    cache: {
      path:
        env.CLEARML_AGENT_VENV_CACHE_PATH ||
        cachePath(conf, env, 'agent.venvs_cache.path') ||
        join(stateDir, 'cache', 'environments'),
      maxEntries: asNumber(conf, 'agent.venvs_cache.max_entries', DEFAULT_ENTRIES),
      freeSpaceBytes: asNumber(conf, 'agent.venvs_cache.free_space_threshold_gb', DEFAULT_FREE_SPACE_GIB) * GIB,
    },
    toolsDir: join(stateDir, 'cache', 'tools'),
  };
}

/** `1.8.3` stands for `==1.8.3`. */
function versionConstraint(text: string | undefined): string | undefined {
  const version = text?.replaceAll(/\s/g, '');
  return !version || /[=~<>]/.test(version) ? version || undefined : `==${version}`;
}

function asNumber(conf: Conf, key: string, otherwise: number): number {
  const text = confText(conf, key);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isNaN(value)) throw new Error(`${key}: "${text}" is not a number`);
  return value;
}

const isTrue = (text: string | undefined): boolean => /^(1|true|yes|on)$/i.test(text ?? '');
