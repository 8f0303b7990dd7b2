import { join } from 'node:path';
import { type Conf, type ConfValue, confText, confValue } from '../../sdk/clearml-conf.ts';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import type { ContainerOptions } from '../containers/container-options.ts';
import type { AgentFlags } from './agent-options.ts';
import { asList } from './settings.ts';

export interface ContainerOptionsInput {
  flags: Pick<AgentFlags, 'docker'>;
  env: NodeJS.ProcessEnv;
  conf: Conf;
  stateDir: string;
}

/** Null without `--docker`. Throws an Error that names what is wrong. */
export function compileContainerOptions({ flags, env, conf, stateDir }: ContainerOptionsInput): ContainerOptions | null {
  if (flags.docker === undefined) return null;
  const [named, ...given] = flags.docker === true ? [] : flags.docker.flatMap(splitArguments);
  const setting = (key: string) => confValue(conf, `agent.${key}`);
  const image = named || confText(conf, 'agent.default_docker.image');
  if (!image) throw new Error('--docker: name an image, here or as agent.default_docker.image in the configuration');
  const filters = env.CLEARML_AGENT_DOCKER_ARGS_FILTERS
    ? splitArguments(env.CLEARML_AGENT_DOCKER_ARGS_FILTERS)
    : asList(setting('docker_args_filters'));
  return {
    image,
    arguments: given.length > 0 ? given : asWords(setting('default_docker.arguments')),
    extraArguments: asWords(env.CLEARML_AGENT_EXTRA_DOCKER_ARGS || setting('extra_docker_arguments')),
    allowedOptions: filters.length > 0 ? filters.map(asPattern) : null,
    forbiddenOptions: setting('forbidden_docker_args') === undefined ? ['entrypoint'] : asList(setting('forbidden_docker_args')),
    ownImageOnly: setting('disable_task_docker_override') === true,
    forcePull: setting('docker_force_pull') === true,
    setUpScript: asList(setting('extra_docker_shell_script')),
    cacheDir: join(stateDir, 'cache', 'images'),
  };
}

/** Each entry may hold an option and its value. */
const asWords = (value: ConfValue | undefined): string[] => asList(value).flatMap(splitArguments);

function asPattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new Error(`agent.docker_args_filters: "${text}" is not a regular expression`);
  }
}
