import { join } from 'node:path';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import type { ContainerOptions } from './container-options.ts';
import { type DockerArguments, planArguments } from './docker-arguments.ts';
import type { RunContainer } from './run-container.ts';

export interface ChosenContainer extends DockerArguments {
  image: string;
}

/** The image and the arguments of a task, or the agent's own. Throws an Error for what Docker would take for something else. */
export function chooseContainer(asked: RunSpec['container'], options: ContainerOptions): ChosenContainer {
  const ownImage = options.ownImageOnly || asked.image.trim() === '';
  const image = ownImage ? options.image : asked.image.trim();
  if (image.startsWith('-')) throw new Error(`container image: "${image}" is no name of an image`);
  const ofTask = splitArguments(asked.arguments);
  const words = ofTask.length === 0 && ownImage ? options.arguments : ofTask;
  return { image, ...planArguments(words, options) };
}

/** What installers must know of the machine's network; the rest of the agent's variables stays outside. */
const OF_THE_MACHINE =
  /^((PIP|UV)_((EXTRA_)?INDEX(_URL)?|DEFAULT_INDEX|INDEX_STRATEGY|NO_INDEX|TRUSTED_HOST|INSECURE_HOST)|(HTTPS?|ALL|NO)_PROXY)$/i;

export interface ContainerEnvironmentInput {
  container: RunContainer;
  asked: RunSpec['container'];
  options: ContainerOptions;
  /** The agent's, without what is not for tasks. */
  env: NodeJS.ProcessEnv;
}

/** Environment of everything that runs in the container of a run. */
export function containerEnvironment({ container, asked, options, env }: ContainerEnvironmentInput): NodeJS.ProcessEnv {
  const { variables } = chooseContainer(asked, options);
  const { path, caches } = container;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => OF_THE_MACHINE.test(name))),
    PATH: path,
    UV_CACHE_DIR: join(caches, 'uv'),
    // Caches and environments are mounts of their own, between which there are no links.
    UV_LINK_MODE: 'copy',
    PIP_CACHE_DIR: join(caches, 'pip'),
    CLEARML_CACHE_DIR: join(caches, 'clearml'),
    ...Object.fromEntries([...variables].map(([name, value]) => [name, value ?? env[name]])),
  };
}
