import { ADDRESS_PASSWORD } from './address-password.ts';
import { isSecretName } from './secret-name.ts';
import { SHELL_WORD, unquoteWord } from './split-arguments.ts';

/** Stands for a value that is not shown; given back, it means the value that is stored. */
export const MASKED = '***';

type Container = Record<string, string | null>;

/**
 * A container's arguments to look at: values of variables (`-e NAME=VALUE`) whose names say that they are secret are hidden, and
 * passwords in addresses.
 */
export const maskArguments = (text: string): string =>
  mapWords(text, (word) => (word.masked === null ? null : quote(word.masked)));

/** A container with its arguments masked. */
export function maskContainer<C extends Container>(container: C): C {
  return container.arguments ? { ...container, arguments: maskArguments(container.arguments) } : container;
}

/** Puts what is stored in the place of values that come back masked; the same variable several times in its order. */
export function restoreArguments(given: string, stored: string): string {
  if (!given.includes(MASKED)) return given;
  const kept = new Map<string, string[]>();
  mapWords(stored, ({ masked, body, prefix }) => {
    if (masked === null) return null;
    const key = masked.slice(prefix.length);
    kept.set(key, [...(kept.get(key) ?? []), body]);
    return null;
  });
  return mapWords(given, ({ prefix, body }) => {
    const value = kept.get(body)?.shift();
    return value === undefined ? null : quote(`${prefix}${value}`);
  });
}

/** As `restoreArguments`, for a container that replaces the stored one. */
export function restoreContainer<C extends Container>(given: C, stored: Container): C {
  return given.arguments ? { ...given, arguments: restoreArguments(given.arguments, stored.arguments ?? '') } : given;
}

interface Word {
  /** The option that the variable is glued to (`-e`, `--env=`), or nothing. */
  prefix: string;
  /** The rest, without quotes. */
  body: string;
  /** The whole word with its secret hidden; null when it has none. */
  masked: string | null;
}

/** Replaces words; null leaves one as it was written. */
const mapWords = (text: string, map: (word: Word) => string | null): string =>
  text.replace(SHELL_WORD, (raw) => map(readWord(unquoteWord(raw))) ?? raw);

function readWord(word: string): Word {
  const prefix = /^(?:--env=|-[A-Za-z]*?e=?)/.exec(word)?.[0] ?? '';
  const body = word.slice(prefix.length);
  const masked = maskBody(body);
  return { prefix, body, masked: masked === body ? null : `${prefix}${masked}` };
}

function maskBody(body: string): string {
  const name = /^([A-Za-z_][\w.-]*)=(?=.)/s.exec(body)?.[1];
  return name && isSecretName(name) ? `${name}=${MASKED}` : body.replace(ADDRESS_PASSWORD, MASKED);
}

/** For a POSIX shell. */
const quote = (word: string): string => (/^[\w@%+=:,./*-]*$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);
