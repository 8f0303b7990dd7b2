import { readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MACHINE_CLOUDS, type MachineCloud } from './notices/notice-source.ts';

/** The options of `machine run` as the command line gives them. */
export interface MachineFlags {
  server: string;
  tokenFile?: string | undefined;
  maxIdle?: number | undefined;
  powerOff?: boolean | undefined;
  cloud?: string | undefined;
}

/** A machine's settings, read once at its start. */
export interface MachineOptions {
  serverUrl: string;
  joinToken: string;
  /** In place of the limit that the server says. */
  maxIdleSeconds: number | undefined;
  powerOff: boolean;
  cloud: MachineCloud;
  /** Where the cloud tells a machine about itself; null: it is not asked. */
  metadataUrl: string | null;
  /** Of what the machine keeps on its disk. */
  stateDir: string;
}

const METADATA_URLS: Record<MachineCloud, string> = { aws: 'http://169.254.169.254', gcp: 'http://metadata.google.internal' };

/**
 * Settles flags and environment, and takes the join token out of both.
 * @throws Error naming what is wrong
 */
export async function readMachineOptions(flags: MachineFlags, env: NodeJS.ProcessEnv): Promise<MachineOptions> {
  const fromEnvironment = env.PERDURA_JOIN_TOKEN;
  delete env.PERDURA_JOIN_TOKEN;
  const cloud = cloudOf(flags.cloud ?? 'aws');
  return {
    serverUrl: serverUrl(flags.server),
    joinToken: flags.tokenFile === undefined ? required(fromEnvironment) : await takeFrom(flags.tokenFile),
    maxIdleSeconds: flags.maxIdle,
    powerOff: flags.powerOff ?? false,
    cloud,
    metadataUrl: metadataUrl(env.PERDURA_METADATA_URL, METADATA_URLS[cloud]),
    stateDir: env.PERDURA_AGENT_DIR || join(env.HOME || homedir(), '.perdura-agent'),
  };
}

function serverUrl(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new Error(`--server: "${text}" is not an address such as http://perdura.example.com:8008`);
}

function cloudOf(text: string): MachineCloud {
  const cloud = MACHINE_CLOUDS.find((known) => known === text);
  if (cloud) return cloud;
  throw new Error(`--cloud: "${text}" is not known; allowed: ${MACHINE_CLOUDS.join(', ')}`);
}

function metadataUrl(text: string | undefined, usual: string): string | null {
  if (!text) return usual;
  if (text === 'none') return null;
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new Error(`PERDURA_METADATA_URL: "${text}" is neither "none" nor an address such as ${usual}`);
}

function required(token: string | undefined): string {
  if (token) return token;
  throw new Error('the join token is needed: its file by --token-file, or itself in PERDURA_JOIN_TOKEN');
}

/** Good once, so that nobody else has a use for the file. */
async function takeFrom(path: string): Promise<string> {
  let token: string;
  try {
    token = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw new Error(`--token-file: cannot read "${path}": ${(error as Error).message}`);
  }
  if (token === '') throw new Error(`--token-file: "${path}" is empty`);
  // A file that cannot be removed, as on a volume that is mounted read-only, does no harm.
  await rm(path, { force: true }).catch(() => undefined);
  return token;
}
