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
  const asked = parseOptions(ofTask);
  const allowed = asked.filter(({ name }) => options.allowedOptions?.some((pattern) => pattern.test(name)) ?? true);
  const all = [...allowed, ...parseOptions(options.extraArguments)];
  const kept = all.filter(({ name }) => !isForbidden(name, options));
  return {
    words: kept.filter((option) => !isVariable(option)).flatMap(({ words }) => words),
    variables: new Map(kept.filter(isVariable).map(assignment)),
    leftOut: [...new Set([...asked, ...all])].filter((option) => !kept.includes(option)).map(({ name }) => name),
  };
}

/** Whether one of these words is the option, with its value or before it. */
export const hasOption = (words: string[], ...names: string[]): boolean =>
  words.some((word) => names.some((name) => word === name || word.startsWith(`${name}=`)));

/** A word after an option is its value, unless it takes none. */
function parseOptions(words: string[]): Option[] {
  const options: Option[] = [];
  for (const word of words) {
    const last = options.at(-1);
    if (word.startsWith('-')) options.push(parseOption(word));
    else {
      if (!last || last.value !== undefined || WITHOUT_VALUE.has(last.name))
        throw new Error(`container arguments: "${word}" belongs to no option`);
      last.words.push(word);
      last.value = word;
    }
  }
  return options;
}

/** Those of `docker run`. What follows them Docker would take for the image. */
const WITHOUT_VALUE = new Set([
  ...['--privileged', '--init', '--read-only', '--publish-all', '-P', '--no-healthcheck', '--oom-kill-disable', '--quiet', '-q'],
  ...['--rm', '--detach', '-d', '--interactive', '-i', '--tty', '-t', '-it', '-ti', '--sig-proxy', '--disable-content-trust'],
]);

/** `--env=A=b`, `-eA=b`, or the option alone. */
function parseOption(word: string): Option {
  const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-e)(.+)$/s.exec(word) ?? [];
  return { name, value, words: [word] };
}

const isVariable = ({ name, value }: Option): boolean => (name === '-e' || name === '--env') && value !== undefined;

function assignment({ value }: Option): [string, string | undefined] {
  const [name = '', ...rest] = value!.split('=');
  return [name, rest.length > 0 ? rest.join('=') : undefined];
}

const isForbidden = (name: string, { forbiddenOptions }: ContainerOptions): boolean =>
  forbiddenOptions.some((option) => name === `--${option}`) || OURS.has(name);

/** The agent finds the container by its name, and starts it in the background. */
const OURS = new Set([
  '--name',
  '--rm',
  '--detach',
  '-d',
  '--interactive',
  '-i',
  '--tty',
  '-t',
  '-it',
  '-ti',
  '--restart',
  '--cidfile',
]);
