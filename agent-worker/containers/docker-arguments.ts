import type { ContainerOptions } from './container-options.ts';

/** Arguments of `docker run`, taken apart. */
export interface DockerArguments {
  /** What is left for the command line. */
  words: string[];
  /** Values of `-e NAME=VALUE`, which a command line would show; undefined for `-e NAME`, which takes the agent's own. */
  variables: Map<string, string | undefined>;
  /** Options that were left out. */
  leftOut: string[];
}

interface Option {
  /** As written: `-e`, `--env`. */
  name: string;
  value: string | undefined;
  words: string[];
}

/**
 * What a task asks for as far as the agent allows it, and what the agent adds.
 * @throws Error for a word that belongs to no option, which Docker would take for the image
 */
export function planArguments(ofTask: string[], options: ContainerOptions): DockerArguments {
  const [asked, extra] = [parse(ofTask), parse(options.extraArguments)];
  const [stray] = [...asked.stray, ...extra.stray];
  if (stray !== undefined) throw new Error(`container arguments: "${stray}" belongs to no option`);
  const allowed = asked.options.filter(({ name }) => options.allowedOptions?.some((pattern) => pattern.test(name)) ?? true);
  const all = [...allowed, ...extra.options];
  const kept = all.filter(({ name }) => !isForbidden(name, options));
  return {
    words: kept.filter((option) => !isVariable(option)).flatMap(({ words }) => words),
    variables: variablesAmong(kept),
    leftOut: [...new Set([...asked.options, ...all])].filter((option) => !kept.includes(option)).map(({ name }) => name),
  };
}

/** Variables as `DockerArguments` has them, of whatever words. */
export const variablesIn = (words: string[]): DockerArguments['variables'] => variablesAmong(parse(words).options);

/** Whether one of these words is the option, with its value or before it. */
export const hasOption = (words: string[], ...names: string[]): boolean =>
  words.some((word) => names.some((name) => word === name || word.startsWith(`${name}=`)));

/** A word after an option is its value, unless it takes none. Some belong to no option. */
function parse(words: string[]): { options: Option[]; stray: string[] } {
  const [options, stray]: [Option[], string[]] = [[], []];
  for (const word of words) {
    const last = options.at(-1);
    const isAwaited = last !== undefined && last.value === undefined && !WITHOUT_VALUE.has(last.name);
    if (isAwaited && (VARIABLE.has(last.name) || !word.startsWith('-'))) {
      last.words.push(word);
      last.value = word;
    } else if (word.startsWith('-')) options.push(parseOption(word));
    else stray.push(word);
  }
  return { options, stray };
}

const VARIABLE = new Set(['-e', '--env']);

/** Of `docker run`: how it goes on beside the agent, which is the agent's matter. */
const BESIDE = ['--rm', '--detach', '-d', '--interactive', '-i', '--tty', '-t', '-it', '-ti'];

/** Those of `docker run`. What follows them Docker would take for the image. */
const WITHOUT_VALUE = new Set([
  ...BESIDE,
  ...['--privileged', '--init', '--read-only', '--publish-all', '-P', '--no-healthcheck', '--oom-kill-disable', '--quiet', '-q'],
  ...['--sig-proxy', '--disable-content-trust'],
]);

/** The agent finds the container by its name, and starts it in the background. */
const OURS = new Set([...BESIDE, '--name', '--restart', '--cidfile']);

/** `--env=A=b`, `-eA=b`, or the option alone. */
function parseOption(word: string): Option {
  const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-e)(.+)$/s.exec(word) ?? [];
  return { name, value, words: [word] };
}

const isVariable = ({ name, value }: Option): boolean => VARIABLE.has(name) && value !== undefined;

const variablesAmong = (options: Option[]): DockerArguments['variables'] => new Map(options.filter(isVariable).map(assignment));

function assignment({ value }: Option): [string, string | undefined] {
  const [name = '', ...rest] = value!.split('=');
  return [name, rest.length > 0 ? rest.join('=') : undefined];
}

const isForbidden = (name: string, { forbiddenOptions }: ContainerOptions): boolean =>
  forbiddenOptions.some((option) => name === `--${option}`) || OURS.has(name);
