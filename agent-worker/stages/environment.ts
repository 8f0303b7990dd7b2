import { join, relative } from 'node:path';
import { findPythonTool } from '../../tools/find-python-tool.ts';
import { givingInstaller } from '../containers/giving-installer.ts';
import { choosePackages, type PackageSource } from '../environment/choose-packages.ts';
import { condaInstaller } from '../environment/conda-installer.ts';
import type { LookUpInput } from '../environment/environment-cache.ts';
import { environmentKey } from '../environment/environment-key.ts';
import type { Installer } from '../environment/installer.ts';
import { findInterpreter, findInterpreterForTools, type Interpreter } from '../environment/interpreter.ts';
import { makeEnvironment } from '../environment/make-environment.ts';
import type { InstallerName, PackageOptions } from '../environment/package-options.ts';
import { pipInstaller } from '../environment/pip-installer.ts';
import { poetryInstaller } from '../environment/poetry-installer.ts';
import { withoutForeignFiles } from '../environment/requirement-lines.ts';
import { uvInstaller } from '../environment/uv-installer.ts';
import type { StageContext } from './stage-context.ts';
import { RunLostError } from './stage-failure.ts';
import { taskInterpreter, taskPackages } from './task-interpreter.ts';

/** Finds the environment for a task in the cache. */
export async function findEnvironment(context: StageContext): Promise<{ ready: boolean }> {
  const { run, options, environments, print, describe } = context;
  const { container, script } = await context.spec();
  const inContainer = run.folder.record().container !== undefined;
  if (options.containers && !inContainer) throw new RunLostError('the server has planned no container for this run');
  if (container.image && !inContainer) print(`image ${container.image} is not used: this agent runs tasks without containers`);
  if (options.packages.skipInstall) return useAsItIs(context, script.binary);
  const plan = await planEnvironment(context);
  print(`Python ${plan.interpreter.version}, ${installerFor(plan.source, options.packages)}: ${plan.source.what}`);
  const found = plan.key && (await environments.find(lookUp(context, plan.key)));
  if (!found) {
    describe(plan.key ? `cache miss ${plan.key}` : 'not for the cache: some packages may be something else tomorrow');
    return { ready: false };
  }
  describe(`cache hit ${plan.key}`);
  useEnvironment(context, plan, found);
  return { ready: true };
}

async function useAsItIs(context: StageContext, binary: string): Promise<{ ready: boolean }> {
  const { run, describe } = context;
  const { path, version } = await taskInterpreter(context, binary);
  const where = run.folder.record().container ? 'image' : 'machine';
  describe(`Python ${version} of the ${where} as it is: CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL`);
  run.folder.update({ environment: { python: path, folder: null, key: null, modules: [] } });
  return { ready: true };
}

/** Makes the environment for a task. */
export async function installEnvironment(context: StageContext): Promise<void> {
  const { run, environments, describe, containers } = context;
  const plan = await planEnvironment(context);
  const { container } = run.folder.record();
  const make = async (folder: string) => {
    try {
      return await makeEnvironment(await makeInput(context, plan, folder));
    } finally {
      if (container) await containers.takeBack(container, folder);
    }
  };
  const made = plan.key
    ? await environments.provide(lookUp(context, plan.key), make)
    : { folder: run.folder.environment, packages: await make(run.folder.environment) };
  describe(`${made.packages.length} packages`);
  useEnvironment(context, plan, made);
}

interface EnvironmentPlan {
  interpreter: Interpreter;
  source: PackageSource;
  /** Undefined for an environment of this run alone. */
  key: string | undefined;
}

async function planEnvironment(context: StageContext): Promise<EnvironmentPlan> {
  const { run, spec, print } = context;
  const { script } = await spec();
  const packages = taskPackages(context);
  const find = packages.installer === 'conda' ? findInterpreterForTools : findInterpreter;
  const interpreter = await taskInterpreter(context, script.binary, find);
  const chosen = choosePackages({
    requirements: script.requirements,
    repository: script.repository ? run.folder.workspace : undefined,
    workingDirectory: script.working_dir,
    entryPoint: script.entry_point,
    installer: packages.installer,
    forceRepositoryRequirements: packages.forceRepositoryRequirements,
    poetryInWorkingDirectory: packages.poetry.filesInWorkingDirectory,
  });
  const source = chosen.kind === 'list' ? { ...chosen, lines: withoutForeignFiles(chosen.lines, print) } : chosen;
  return {
    interpreter,
    source,
    key: environmentKey({ interpreter, source, options: packages, image: run.folder.record().container?.imageId }),
  };
}

const lookUp = ({ run, signal, print }: StageContext, key: string): LookUpInput => ({
  key,
  lease: { runKey: run.key, folder: run.folder.path },
  signal,
  onWait: () => print('waiting for another run that makes the same environment'),
});

async function makeInput(context: StageContext, { interpreter, source }: EnvironmentPlan, folder: string) {
  const { run, print, containers } = context;
  const { container } = run.folder.record();
  const options = taskPackages(context);
  const own = await openInstaller(context, interpreter, installerFor(source, options));
  const installer = container ? givingInstaller(own, container, containers) : own;
  const requirementsFile = join(run.folder.path, 'requirements.txt');
  return { folder, source, interpreter, installer, options, requirementsFile, print };
}

async function openInstaller(context: StageContext, interpreter: Interpreter, name: InstallerName): Promise<Installer> {
  const { run, tool, signal, print } = context;
  const packages = taskPackages(context);
  // What is on the machine's PATH is not in a container.
  const env = run.folder.record().container ? {} : context.env;
  if (name === 'pip') return pipInstaller(packages, tool);
  const version = name === 'poetry' ? packages.poetry.version : undefined;
  const { toolsDir } = packages;
  const program = name === 'poetry' ? 'poetry' : 'uv';
  const found = await findPythonTool({ name: program, version, env, toolsDir, interpreter, run: tool, signal, print });
  return INSTALLERS[name](found, packages, tool);
}

const INSTALLERS = { uv: uvInstaller, poetry: poetryInstaller, conda: condaInstaller };

/** Poetry installs the packages of its own projects only. */
const installerFor = (source: PackageSource, { installer }: PackageOptions): InstallerName =>
  installer === 'poetry' && source.kind !== 'lock' ? 'pip' : installer;

function useEnvironment(
  { run, server }: StageContext,
  { key, source }: EnvironmentPlan,
  made: { folder: string; packages: string[] },
): void {
  const modules =
    source.kind === 'lock'
      ? source.modules.map((folder) => relative(run.folder.workspace, join(source.folder, folder)) || '.')
      : [];
  run.folder.update({ environment: { python: join(made.folder, 'bin/python'), folder: made.folder, key: key ?? null, modules } });
  if (source.kind !== 'none')
    run.tell('requirements', (signal) => server.putRequirements(run.ref, { pip: made.packages }, signal));
}
