import { type RepositoryAddress, withProtocol } from './repository-address.ts';

/** How this agent identifies itself to git hosts. */
export interface GitOptions {
  /** For every host that `credentials` of a host does not name. */
  user: string | undefined;
  password: string | undefined;
  /** The only host that gets `user` and `password`; undefined for all. */
  host: string | undefined;
  extraCredentials: { host: string; user: string; password: string }[];
  /** Use https instead of ssh when there is a password for the host. */
  translateSsh: boolean;
  forceSsh: boolean;
  sshUser: string | undefined;
  sshPort: number | undefined;
}

export interface GitCredentials {
  user: string;
  password: string;
}

/** Chooses the way to a repository, and what to show there: what stood in the address comes before what is configured. */
export function chooseAccess(
  address: RepositoryAddress,
  options: GitOptions,
): { address: RepositoryAddress; credentials: GitCredentials | undefined } {
  const { host, protocol } = address;
  if (options.forceSsh && (protocol === 'https' || protocol === 'http'))
    return {
      address: withProtocol(address, 'ssh', {
        ...(options.sshUser && { user: options.sshUser }),
        ...(options.sshPort && { port: options.sshPort }),
      }),
      credentials: undefined,
    };
  const credentials = ownCredentials(address) ?? configuredCredentials(host, options);
  if (protocol === 'ssh' && credentials && options.translateSsh) return { address: withProtocol(address, 'https'), credentials };
  return { address, credentials };
}

function ownCredentials({ protocol, user, password }: RepositoryAddress): GitCredentials | undefined {
  if (protocol === 'ssh' || (!user && !password)) return undefined;
  return { user: user ?? '', password: password ?? '' };
}

function configuredCredentials(host: string, options: GitOptions): GitCredentials | undefined {
  const extra = options.extraCredentials.find((entry) => entry.host === host);
  if (extra) return { user: extra.user, password: extra.password };
  const { user, password } = options;
  return password && host && (!options.host || options.host === host) ? { user: user ?? '', password } : undefined;
}
