import { resolveConnection } from '../../sdk/connection.ts';
import type { HttpClient } from '../../sdk/http-client.ts';
import { clientConf } from '../../stack/client-conf.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, printTable, report } from '../output.ts';
import { findUser } from './users.ts';

interface Credentials {
  accessKey: string;
  label: string;
  madeFor: 'user' | 'agent' | 'machine';
  lastUsed: string | null;
  lastUsedFrom: string | null;
}

interface OwnerOptions extends ServerOptions {
  /** Another one than the caller. */
  user?: string;
}

export async function listCredentials(options: OwnerOptions): Promise<void> {
  const client = await connect(options);
  const path = await pathOf(client, options);
  const { credentials } = await client.request<{ credentials: Credentials[] }>('GET', path);
  if (options.json) return printJson(credentials);
  const rows = credentials.map(({ accessKey, madeFor, label, lastUsed, lastUsedFrom }) => [
    accessKey,
    madeFor,
    lastUsed?.slice(0, 19) ?? 'never',
    lastUsedFrom ?? '',
    label,
  ]);
  printTable(['access key', 'for', 'last used (UTC)', 'from', 'label'], rows, 'no credentials');
}

/** Prints the secret, which no other call ever gives out. */
export async function createCredentials(options: ServerOptions & { label?: string; agent?: boolean }): Promise<void> {
  const client = await connect(options);
  const body = { label: options.label ?? '', madeFor: options.agent ? 'agent' : 'user' };
  const made = await client.request<{ accessKey: string; secretKey: string }>('POST', '/api/credentials', body, {
    idempotent: false,
  });
  if (options.json) return printJson(made);
  const { apiUrl, webUrl = '', filesUrl = '' } = await resolveConnection({ ...options, env: process.env });
  print(clientConf({ api: apiUrl, web: webUrl, files: filesUrl }, made).trimEnd());
}

export async function revokeCredentials(accessKey: string, options: OwnerOptions): Promise<void> {
  const client = await connect(options);
  const path = `${await pathOf(client, options)}/${encodeURIComponent(accessKey)}`;
  report(options, await client.request('DELETE', path), `${accessKey} is invalid from now on`);
}

async function pathOf(client: HttpClient, { user }: OwnerOptions): Promise<string> {
  return user === undefined ? '/api/credentials' : `/api/users/${(await findUser(client, user)).id}/credentials`;
}
