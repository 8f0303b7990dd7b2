import { resolveConnection } from '../../sdk/connection.ts';
import { clientConf } from '../../stack/client-conf.ts';
import { connect, type ServerOptions } from '../connect.ts';
import { print, printJson, printTable, report } from '../output.ts';

interface Credentials {
  access_key: string;
  label?: string;
  last_used?: string;
  last_used_from?: string;
}

export async function listCredentials(options: ServerOptions): Promise<void> {
  const client = await connect(options);
  const { credentials } = await client.call<{ credentials: Credentials[] }>('auth.get_credentials');
  if (options.json) return printJson(credentials);
  const rows = credentials.map(({ access_key, label, last_used, last_used_from }) => [
    access_key,
    last_used?.slice(0, 19) ?? 'never',
    last_used_from ?? '',
    label ?? '',
  ]);
  printTable(['access key', 'last used (UTC)', 'from', 'label'], rows, 'no credentials');
}

/** Prints the secret, which no other call ever gives out. */
export async function createCredentials(options: ServerOptions & { label?: string }): Promise<void> {
  const client = await connect(options);
  const { credentials } = await client.call<{ credentials: { access_key: string; secret_key: string } }>(
    'auth.create_credentials',
    options.label ? { label: options.label } : {},
    { idempotent: false },
  );
  if (options.json) return printJson(credentials);
  const { apiUrl, webUrl = '', filesUrl = '' } = await resolveConnection({ ...options, env: process.env });
  const keys = { accessKey: credentials.access_key, secretKey: credentials.secret_key };
  print(clientConf({ api: apiUrl, web: webUrl, files: filesUrl }, keys).trimEnd());
}

export async function revokeCredentials(accessKey: string, options: ServerOptions): Promise<void> {
  const client = await connect(options);
  report(options, await client.call('auth.revoke_credentials', { access_key: accessKey }), `${accessKey} is invalid from now on`);
}
