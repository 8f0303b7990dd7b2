import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Conf, parseClearmlConf } from '../conf/clearml-hocon.ts';

export { type Conf, type ConfValue, confText, confValue, parseClearmlConf } from '../conf/clearml-hocon.ts';

/** Variables by name, as `process.env` has them. */
export type Environment = Record<string, string | undefined>;

/** Where a clearml.conf is looked for: the given file, `CLEARML_CONFIG_FILE`, `~/clearml.conf`. */
export function clearmlConfPath(options: { configFile?: string | undefined; env: Environment }): string {
  const path = options.configFile || options.env.CLEARML_CONFIG_FILE || join(options.env.HOME || homedir(), 'clearml.conf');
  return expandHome(path, options.env);
}

/**
 * Reads the configuration that the ClearML clients would read. A missing file is an empty configuration, except for
 * `configFile`, which somebody asked for.
 */
export async function readClearmlConf(options: { configFile?: string | undefined; env: Environment }): Promise<Conf> {
  const path = clearmlConfPath(options);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !options.configFile) return {};
    throw new Error(`cannot read the configuration file ${path}: ${(error as Error).message}`);
  }
  return parseClearmlConf(text, path);
}

/** Replaces a leading `~`, `$HOME` or `${HOME}`, as the ClearML clients do with every path of a configuration. */
export function expandHome(path: string, env: Environment): string {
  return path.replace(/^(~|\$HOME|\$\{HOME\})(?=\/|$)/, () => env.HOME || homedir());
}
