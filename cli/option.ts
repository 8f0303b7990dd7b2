import { type Command, InvalidArgumentError, Option } from 'commander';

/** An option with a value, which an environment variable sets too. */
export const valueOption = (flags: string, description: string, variable: string): Option =>
  new Option(flags, description).env(variable);

/** A switch, which an environment variable sets too unless that says 0, no or false. */
export function switchOption(flags: string, description: string, variable: string): Option {
  const value = process.env[variable]?.toLowerCase() ?? '';
  const option = new Option(flags, description);
  return OFF.has(value) && value !== '' ? option : option.env(variable);
}

const OFF = new Set(['0', 'no', 'false', '']);

export function parsePort(text: string): number {
  return parseWhole(text, { min: 1, max: 65_535 });
}

/** A whole number within limits. Throws commander's InvalidArgumentError, which it puts behind the option's name. */
export function parseWhole(text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`A whole number from ${min} to ${max} is needed.`);
}

export const parseCount = (text: string): number => parseWhole(text, { min: 1, max: 1_000_000 });

/** A number above 0. Throws commander's InvalidArgumentError. */
export function parseAmount(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('A number above 0 is needed.');
}

export const dataDirOption = (): Option =>
  valueOption('--data-dir <folder>', 'the installation that is meant (default: ~/.perdura)', 'PERDURA_DATA_DIR');

export const jsonOption = (): Option => switchOption('--json', 'print JSON for scripts', 'PERDURA_JSON');

const configFileOption = (): Option =>
  new Option('--config-file <file>', 'the clearml.conf to use (env: CLEARML_CONFIG_FILE, default: ~/clearml.conf)');

/** Adds the options that say which server is meant, and `--json`. */
export const withServerOptions = (command: Command): Command =>
  command.addOption(configFileOption()).addOption(dataDirOption()).addOption(jsonOption());
