import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

/** Application credentials that exist from the first start. */
export interface BootstrapCredentials {
  accessKey: string;
  secretKey: string;
  label: string;
}

/** The files of an installation's secrets, one secret each. */
export interface SecretFiles {
  signingKey: string;
  databasePassword: string;
  databaseUrl: string;
  adminPassword: string;
  /** Of the installation's own commands, which act as `admin`. */
  bootstrapCredentials: string;
  /** Of its own agents. */
  agentCredentials: string;
}

export const secretFiles = (folder: DataFolder): SecretFiles => ({
  signingKey: join(folder.secrets, 'signing-key'),
  databasePassword: join(folder.secrets, 'database-password'),
  databaseUrl: join(folder.secrets, 'database-url'),
  adminPassword: join(folder.secrets, 'admin-password'),
  bootstrapCredentials: join(folder.secrets, 'bootstrap-credentials.json'),
  agentCredentials: join(folder.secrets, 'agent-credentials.json'),
});

/** Makes each secret that is not there yet, at random. */
export async function ensureSecrets(folder: DataFolder): Promise<SecretFiles> {
  const files = secretFiles(folder);
  await Promise.all([
    createOnce(files.signingKey, randomText(48)),
    createOnce(files.databasePassword, randomText(24)),
    createOnce(files.adminPassword, randomText(12)),
    createOnce(files.bootstrapCredentials, JSON.stringify(randomCredentials('this installation'))),
    createOnce(files.agentCredentials, JSON.stringify(randomCredentials("this installation's agents"))),
  ]);
  return files;
}

export const readSecret = async (path: string): Promise<string> => (await readFile(path, 'utf8')).trim();

export const readCredentials = async (path: string): Promise<BootstrapCredentials> =>
  JSON.parse(await readSecret(path)) as BootstrapCredentials;

/** Writes a file that only its owner may read, whole or not at all. */
export async function writeSecret(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, `${text.trimEnd()}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
}

async function createOnce(path: string, text: string): Promise<void> {
  try {
    await chmod(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await writeSecret(path, text);
  }
}

/** Letters, digits, `-` and `_` only, so that it may stand in an address. */
export const randomText = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const randomCredentials = (label: string): BootstrapCredentials => ({
  accessKey: randomBytes(15).toString('hex').toUpperCase(),
  secretKey: randomBytes(24).toString('hex'),
  label,
});
