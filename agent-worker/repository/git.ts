import { fileURLToPath } from 'node:url';
import { type SimpleGit, simpleGit } from 'simple-git';
import type { GitCredentials } from './git-credentials.ts';
import { ALLOWED_PROTOCOLS, type RepositoryAddress } from './repository-address.ts';

const ASKPASS = fileURLToPath(new URL('askpass.sh', import.meta.url));

/** Files byte for byte, no hooks, and repositories on this machine whoever owns them. */
const SETTINGS = { 'core.autocrlf': 'false', 'core.hooksPath': '/dev/null', 'safe.directory': '*' };

export interface GitInput {
  folder: string;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** What git says while it works. */
  onOutput(text: Buffer): void;
  access?: { address: RepositoryAddress; credentials: GitCredentials | undefined };
}

/** Git in a folder. It never asks, runs no helper and no hook of the machine's user, and gets credentials by its environment only. */
export function openGit({ folder, env, signal, onOutput, access }: GitInput): SimpleGit {
  const variables: NodeJS.ProcessEnv = {
    ...withoutGitVariables(env),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: ALLOWED_PROTOCOLS,
    GIT_SSH_COMMAND: env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new',
    ...configVariables(SETTINGS),
    LC_ALL: 'C.UTF-8',
    ...(access?.credentials && askpassVariables(access.address.host, access.credentials)),
  };
  return simpleGit({
    baseDir: folder,
    abort: signal,
    allowEnvironment: Object.keys(variables),
    // Our own settings, above; what comes from a task is never an option or a setting.
    unsafe: {
      allowUnsafeAskPass: true,
      allowUnsafeSshCommand: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeHooksPath: true,
    },
  })
    .env(variables)
    .outputHandler((_command, _stdout, stderr) => {
      stderr.on('data', onOutput);
    });
}

function configVariables(settings: Record<string, string>): NodeJS.ProcessEnv {
  const entries = Object.entries(settings).flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(Object.keys(settings).length), ...Object.fromEntries(entries) };
}

function askpassVariables(host: string, { user, password }: GitCredentials): NodeJS.ProcessEnv {
  return { GIT_ASKPASS: ASKPASS, PERDURA_GIT_HOST: host, PERDURA_GIT_USER: user, PERDURA_GIT_PASSWORD: password };
}

/**
 * A repository that the agent itself was started from must not shine through. Editors and pagers have nothing to do here,
 * and simple-git refuses to work beside them; npm sets one.
 */
const NOT_FOR_GIT = /^(GIT_(?!SSL_).*|EDITOR|VISUAL|PAGER|PREFIX|SSH_ASKPASS)$/i;

const withoutGitVariables = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_FOR_GIT.test(name)));
