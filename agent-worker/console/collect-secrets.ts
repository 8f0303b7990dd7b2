import { existsSync } from 'node:fs';
import type { ConfValue } from '../../sdk/clearml-conf.ts';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { isSecretName } from '../../workflows/domain/secret-name.ts';
import { splitArguments } from '../../workflows/domain/split-arguments.ts';
import { variablesIn } from '../containers/docker-arguments.ts';

const NO_SECRET = /^(true|false|none|null|yes|no|\d{1,6})$/i;

/** Secrets that a run brings along: its token, and what its container arguments, environment and addresses carry. */
export function runSecrets({ token, container, environment, script }: RunSpec): string[] {
  const requirements = Object.values(script.requirements).flat().join('\n');
  return [
    token,
    ...namedSecrets(environment),
    ...argumentSecrets(splitArguments(container.arguments)),
    ...passwordsInAddresses(`${script.repository}\n${requirements}`),
  ];
}

/** What arguments of `docker run` hand to a container. */
export const argumentSecrets = (words: string[]): string[] => namedSecrets(Object.fromEntries(variablesIn(words)));

/** The values of variables whose names say that they are secret. */
export function namedSecrets(variables: Record<string, string | undefined>): string[] {
  return Object.entries(variables)
    .filter(([name, value]) => value && isSecretName(name) && !NO_SECRET.test(value) && !isPath(value))
    .map(([, value]) => value!);
}

/** The same for a configuration, however deep. */
export function configuredSecrets(value: ConfValue | undefined, name = ''): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => configuredSecrets(item, name));
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, item]) => configuredSecrets(item, key));
  return [...namedSecrets({ [name]: String(value) }), ...passwordsInAddresses(String(value))];
}

export function passwordsInAddresses(text: string): string[] {
  return [...text.matchAll(/:\/\/([^\s/:@]*)(?::([^\s/"'`]+))?@/g)].flatMap(([, user, password]) =>
    // A token is often given as the user, without a password.
    [password ?? (user !== 'git' ? user : undefined)].filter((secret) => secret !== undefined).flatMap(decoded),
  );
}

function decoded(secret: string): string[] {
  try {
    return [secret, decodeURIComponent(secret)];
  } catch {
    return [secret];
  }
}

const isPath = (value: string): boolean => value.startsWith('/') && existsSync(value);
