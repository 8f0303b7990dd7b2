import { CloudRefusal } from '../provider.ts';

interface EngineError extends Error {
  statusCode?: number;
  code?: string;
  /** What the engine answered. */
  json?: { message?: string };
}

export const statusOf = (error: unknown): number | undefined => (error as EngineError).statusCode;

/** The container is not there, or not any more. */
export const isMissing = (error: unknown): boolean => statusOf(error) === 404 && !/image/i.test(wordsOf(error));

/** What callers are told: a refusal in the engine's words and how to mend it, or the fault, after which nobody knows whether the call took effect. */
export function explain(error: unknown): Error {
  if (error instanceof CloudRefusal) return error;
  const words = wordsOf(error);
  const code = (error as EngineError).code;
  if (code === 'EACCES')
    return new CloudRefusal('credentials', `${words}: the orchestrator's user must be in the group "docker"`);
  if (code === 'ENOENT' || code === 'ECONNREFUSED')
    return new CloudRefusal(
      'invalid',
      `no Docker engine answers (${words}): start it with "systemctl start docker", or set DOCKER_HOST`,
    );
  const known = KNOWN.find(([pattern]) => pattern.test(words));
  if (known) return new CloudRefusal('invalid', `${words}: ${known[1]}`);
  const status = statusOf(error);
  if (status !== undefined && status < 500) return new CloudRefusal('invalid', words);
  return new Error(`Docker did not answer: ${words}`);
}

/** What the engine says, by what mends it. */
const KNOWN: [RegExp, string][] = [
  [/no such image/i, 'get it with "docker pull", or build it'],
  [/could not select device driver|nvidia-container-cli/i, 'install the NVIDIA Container Toolkit on this host'],
  [/docker-init.*(not found|no such file)/i, 'install the package "tini" on this host'],
  [/bind source path does not exist/i, 'the orchestrator must run on the host of the engine, not in a container of it'],
  [/network .* not found/i, 'make it with "docker network create", or name another'],
  [/exec.*node.*no such file|required file not found/i, 'an image with glibc is needed, such as python:3.12; not Alpine'],
];

const wordsOf = (error: unknown): string => {
  const { json, message } = error as EngineError;
  return json?.message || message || String(error);
};
