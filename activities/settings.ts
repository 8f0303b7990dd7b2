import { readFileSync } from 'node:fs';

type Env = Record<string, string | undefined>;

/**
 * A required secret: the variable itself, or the content of the file that `<name>_FILE` names.
 * @throws TypeError naming the variable when neither is set or the file cannot be read
 */
export function readSecret(env: Env, name: string): string {
  const secret = readOptionalSecret(env, name);
  if (!secret) throw new TypeError(`${name}: not set; give it, or the path of a file that holds it in ${name}_FILE`);
  return secret;
}

export function readOptionalSecret(env: Env, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new TypeError(`${name}_FILE: cannot read "${file}"`, { cause });
  }
}

/** @throws TypeError naming the variable, its value and the allowed range */
export function readNumber(
  env: Env,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new TypeError(`${name}: "${text}" is not allowed; a number from ${min} to ${max}`);
}

/**
 * An address without the slash at its end; undefined when not set.
 * @throws TypeError naming the variable and its value
 */
export function readUrl(env: Env, name: string): string | undefined {
  const text = env[name]?.replace(/\/+$/, '');
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new TypeError(`${name}: "${text}" is not allowed; an address such as https://perdura.example.com`);
}

/** @throws TypeError naming the variable and its value */
export function readFlag(env: Env, name: string): boolean {
  const text = env[name] || 'false';
  if (['1', 'true'].includes(text)) return true;
  if (['0', 'false'].includes(text)) return false;
  throw new TypeError(`${name}: "${text}" is not allowed; true or false`);
}
