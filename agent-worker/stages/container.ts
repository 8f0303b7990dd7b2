import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isLoopback } from '../../workflows/domain/is-loopback.ts';
import { chooseContainer } from '../containers/container-environment.ts';
import { hasOption } from '../containers/docker-arguments.ts';
import { containerName } from '../containers/run-container.ts';
import { startContainer } from '../containers/start-container.ts';
import { CONDA_FOLDER } from '../environment/conda-installer.ts';
import { readGpus } from '../machine/nvidia-smi.ts';
import type { AgentOptions } from '../options/agent-options.ts';
import { CommandError } from './run-command.ts';
import type { StageContext } from './stage-context.ts';
import { RunLostError } from './stage-failure.ts';
import { UserError } from './user-error.ts';

/** Starts the container in which the run's tools and its process run. */
export async function container(context: StageContext): Promise<void> {
  const { run, spec: fetchSpec, options, containers, hostTool, describe, print } = context;
  if (!options.containers) throw new RunLostError('this agent runs tasks without containers now');
  const spec = await fetchSpec();
  const { image, words, leftOut } = chosen(spec.container, options.containers);
  if (leftOut.length > 0) print(`left out of the container's arguments: ${leftOut.join(', ')}`);
  const { cache } = options.packages;
  for (const folder of [run.folder.workspace, cache.path]) mkdirSync(folder, { recursive: true });
  for (const attempt of await containers.removeEarlier(run.ref))
    print(`removed the container that attempt ${attempt} had left on this machine`);
  // Noted before there is one, so that it is removed whenever this agent ends.
  run.folder.update({ containerName: containerName(run.key) });
  const started = await startContainer({
    run: run.ref,
    runsDir: dirname(run.folder.path),
    image,
    arguments: [...words, ...(await networkArguments(spec.urls.api, words)), ...(await gpuArguments(options, words))],
    shared: [run.folder.path, cache.path, ...(options.packages.installer === 'conda' ? [CONDA_FOLDER] : [])],
    cacheDir: options.containers.cacheDir,
    forcePull: options.containers.forcePull,
    docker: (args, more) => hostTool(['docker', ...args], { cwd: run.folder.path, ...more }),
    containers,
  });
  run.folder.update({ container: started });
  run.folder.share(started.user.uid);
  await setUp(context, options.containers.setUpScript);
  describe(`image ${image} (${started.imageId.slice(0, 19)}), container ${containerName(run.key)}`);
}

function chosen(...input: Parameters<typeof chooseContainer>): ReturnType<typeof chooseContainer> {
  try {
    return chooseContainer(...input);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** A server on this host is found by its address only from the host's own network. */
const networkArguments = (apiUrl: string, words: string[]): string[] =>
  isLoopback(apiUrl) && !hasOption(words, '--network', '--net') ? ['--network', 'host'] : [];

async function gpuArguments({ gpus: { selection }, env }: AgentOptions, words: string[]): Promise<string[]> {
  if (selection.kind === 'none' || hasOption(words, '--gpus', '--runtime')) return [];
  if (selection.kind === 'some') return ['--gpus', `"device=${selection.devices.join(',').replaceAll('.', ':')}"`];
  const any = selection.kind === 'all' || (await readGpus(env)).length > 0;
  return any ? ['--gpus', 'all'] : [];
}

/** The agent's own lines; one that fails keeps no task from running. */
async function setUp({ tool, print }: StageContext, lines: string[]): Promise<void> {
  for (const line of lines) {
    await tool(['/bin/sh', '-c', line]).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
      print(`agent.extra_docker_shell_script: "${line}" failed`);
    });
  }
}
