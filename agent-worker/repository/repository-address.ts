import { isAbsolute } from 'node:path';
import { UserError } from '../stages/user-error.ts';

/** Where a repository is, without the credentials that may have stood in its address. */
export interface RepositoryAddress {
  /** What git is given. */
  url: string;
  /** Empty for a local folder. */
  host: string;
  protocol: Protocol;
  /** Credentials that stood in the address. */
  user: string | undefined;
  password: string | undefined;
}

const PROTOCOLS = ['https', 'http', 'ssh', 'git', 'file'] as const;
type Protocol = (typeof PROTOCOLS)[number];

/** For `GIT_ALLOW_PROTOCOL`: the others, such as `ext`, run commands. */
export const ALLOWED_PROTOCOLS = PROTOCOLS.join(':');

/** `user@host:path`, which git takes for ssh. */
const SCP_LIKE = /^(?:([^@/\s]+)@)?([^:/\s]+):(?!\/\/|:)(.+)$/;

/** Reads the address of a repository. Throws UserError for one that git must not be given. */
export function parseRepositoryAddress(address: string): RepositoryAddress {
  if (isAbsolute(address)) return { url: address, host: '', protocol: 'file', user: undefined, password: undefined };
  const scp = SCP_LIKE.exec(address);
  // Left as it is: a path without a slash begins in the home folder there, which the long form cannot say to every host.
  if (scp && !address.startsWith('-')) return { url: address, host: scp[2]!, protocol: 'ssh', user: scp[1], password: undefined };
  return parseUrl(address);
}

function parseUrl(address: string): RepositoryAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const protocol = PROTOCOLS.find((name) => url?.protocol === `${name}:`);
  if (!url || !protocol)
    throw new UserError(`the repository address "${address}" is not one of ${PROTOCOLS.map((name) => `${name}://…`).join(', ')}`);
  const [user, password] = [decode(url.username), decode(url.password)];
  url.password = '';
  // The user of ssh is part of where to go; over http it belongs to the password, or is itself a token.
  if (protocol !== 'ssh') url.username = '';
  return { url: url.toString(), host: url.hostname, protocol, user, password };
}

/** A bare percent sign stands for itself. */
const decode = (text: string): string | undefined =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => decodedOr(encoded)) || undefined;

function decodedOr(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** The same repository over another protocol. The port of the old one says nothing about the new one. */
export function withProtocol(
  address: RepositoryAddress,
  protocol: 'https' | 'ssh',
  { user, port }: { user?: string; port?: number } = {},
): RepositoryAddress {
  const path = URL.canParse(address.url)
    ? new URL(address.url).pathname
    : `/${SCP_LIKE.exec(address.url)![3]!.replace(/^\/+/, '')}`;
  const at = protocol === 'ssh' ? `${user ?? 'git'}@` : '';
  const url = `${protocol}://${at}${address.host}${port ? `:${port}` : ''}${path}`;
  return { ...address, url, protocol };
}
