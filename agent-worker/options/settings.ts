import { resolve } from 'node:path';
import { type Conf, type ConfValue, confText, expandHome } from '../../sdk/clearml-conf.ts';

/** An absolute path of the configuration. */
export function cachePath(conf: Conf, env: NodeJS.ProcessEnv, key: string): string | undefined {
  const path = confText(conf, key);
  return path === undefined ? undefined : resolve(expandHome(path, env));
}

/** A setting that may be one value or a list of them. */
export function asList(value: ConfValue | undefined): string[] {
  if (value === undefined || value === null || value === '') return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** A setting that is one of a few words. Throws an Error that names the setting, its value and what is allowed. */
export function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${name}: "${value}" is none of ${allowed.join(', ')}`);
  return found;
}
