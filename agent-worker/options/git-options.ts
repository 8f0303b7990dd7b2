import { type Conf, confText, confValue } from '../../sdk/clearml-conf.ts';
import type { GitOptions } from '../repository/git-credentials.ts';

export interface GitOptionsInput {
  flags: { gitUser?: string | undefined; gitPass?: string | undefined };
  env: NodeJS.ProcessEnv;
  conf: Conf;
}

export function compileGitOptions({ flags, env, conf }: GitOptionsInput): GitOptions {
  const text = (key: string) => confText(conf, `agent.${key}`);
  return {
    user: flags.gitUser || env.CLEARML_AGENT_GIT_USER || text('git_user'),
    password: flags.gitPass || env.CLEARML_AGENT_GIT_PASS || text('git_pass'),
    host: env.CLEARML_AGENT_GIT_HOST || text('git_host'),
    extraCredentials: readExtraCredentials(conf),
    translateSsh: confValue(conf, 'agent.translate_ssh') !== false,
    forceSsh: confValue(conf, 'agent.force_git_ssh_protocol') === true,
    sshUser: text('force_git_ssh_user'),
    sshPort: Number(text('force_git_ssh_port')) || undefined,
  };
}

function readExtraCredentials(conf: Conf): GitOptions['extraCredentials'] {
  const entries = confValue(conf, 'agent.git.extra_credentials');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const { host, user, pass } = (entry ?? {}) as Record<string, unknown>;
    return host && pass ? [{ host: String(host), user: String(user ?? ''), password: String(pass) }] : [];
  });
}
