import { z } from 'zod';
import { optunaFolder } from '../activities/optuna/environment.ts';
import { readFlag, readNumber, readOptionalSecret, readSecret, readUrl } from '../activities/settings.ts';
import { refuseKnownSecret } from './auth/known-secrets.ts';

/** Settings of the API server, compiled once at start. */
export interface ApiOptions {
  databaseUrl: string;
  /** Signs tokens. */
  signingKey: string;
  /** Password of the first user, used only while there is no user. */
  adminPassword: string | undefined;
  /** Application credentials of the first administrator that exist after start. */
  bootstrapCredentials: BootstrapCredentials | undefined;
  /** The same for agents, which may less. */
  agentCredentials: BootstrapCredentials | undefined;
  /** HOCON or YAML file of fixed users; none when undefined. */
  usersFile: string | undefined;
  bindHost: string;
  /** Addresses of clients and the scheme come from `X-Forwarded-*`. */
  behindProxy: boolean;
  ports: { api: number; files: number; web: number };
  /** What clients are told. */
  urls: { api: string; files: string; web: string };
  /** `publicAddress`: what agents are told to connect to. */
  temporal: { address: string; publicAddress: string; namespace: string; webUrl: string | undefined };
  filesDir: string;
  /** The npm package by which machines become agents; made when it is asked for, where undefined. */
  machinePackage: string | undefined;
  /** Where the orchestrator says what Optuna knows by name. */
  optunaDir: string;
  logLevel: string;
}

export interface BootstrapCredentials {
  accessKey: string;
  secretKey: string;
  label: string;
}

const SHORTEST_SIGNING_KEY = 32;

export function compileApiOptions(env: NodeJS.ProcessEnv): ApiOptions {
  const port = (name: string, fallback: number) => readNumber(env, name, { fallback, min: 1, max: 65_535 });
  const ports = {
    api: port('PERDURA_API_PORT', 8008),
    files: port('PERDURA_FILES_PORT', 8081),
    web: port('PERDURA_WEB_PORT', 8080),
  };
  const bindHost = env.PERDURA_BIND_HOST || '127.0.0.1';
  const address = env.PERDURA_TEMPORAL_ADDRESS || '127.0.0.1:7233';
  return {
    databaseUrl: readSecret(env, 'PERDURA_DATABASE_URL'),
    signingKey: readSigningKey(env),
    adminPassword: readOptionalSecret(env, 'PERDURA_ADMIN_PASSWORD'),
    bootstrapCredentials: readCredentials(env, 'PERDURA_BOOTSTRAP_CREDENTIALS', 'bootstrap'),
    agentCredentials: readCredentials(env, 'PERDURA_AGENT_CREDENTIALS', 'agents'),
    usersFile: env.PERDURA_USERS_FILE || undefined,
    bindHost,
    behindProxy: readFlag(env, 'PERDURA_BEHIND_PROXY'),
    ports,
    urls: {
      api: readUrl(env, 'PERDURA_API_URL') ?? `http://127.0.0.1:${ports.api}`,
      files: readUrl(env, 'PERDURA_FILES_URL') ?? `http://127.0.0.1:${ports.files}`,
      web: readUrl(env, 'PERDURA_WEB_URL') ?? `http://127.0.0.1:${ports.web}`,
    },
    temporal: {
      address,
      publicAddress: env.PERDURA_TEMPORAL_PUBLIC_ADDRESS || address,
      namespace: env.PERDURA_TEMPORAL_NAMESPACE || 'default',
      webUrl: readUrl(env, 'PERDURA_TEMPORAL_WEB_URL'),
    },
    filesDir: required(env, 'PERDURA_FILES_DIR'),
    machinePackage: env.PERDURA_MACHINE_PACKAGE || undefined,
    optunaDir: optunaFolder(env),
    logLevel: env.PERDURA_LOG_LEVEL || 'info',
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new TypeError(`${name}: not set`);
  return value;
}

function readSigningKey(env: NodeJS.ProcessEnv): string {
  const key = readSecret(env, 'PERDURA_SIGNING_KEY');
  refuseKnownSecret('PERDURA_SIGNING_KEY', key);
  if (key.length >= SHORTEST_SIGNING_KEY) return key;
  throw new TypeError(`PERDURA_SIGNING_KEY: ${key.length} characters; at least ${SHORTEST_SIGNING_KEY} are needed`);
}

function readCredentials(env: NodeJS.ProcessEnv, variable: string, label: string): BootstrapCredentials | undefined {
  const text = readOptionalSecret(env, variable);
  if (!text) return undefined;
  const parsed = bootstrapCredentials.safeParse(text);
  // What stands in it is secret: no message may quote it.
  if (!parsed.success) throw new TypeError(`${variable}: JSON with "accessKey" and "secretKey" is needed`);
  const { accessKey, secretKey } = parsed.data;
  for (const key of [accessKey, secretKey]) refuseKnownSecret(variable, key);
  return { label, ...parsed.data };
}

const bootstrapCredentials = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.object({ accessKey: z.string().min(1), secretKey: z.string().min(1), label: z.string().optional() }));
