import { join } from 'node:path';
import { type Conf, confText, type Environment, readClearmlConf } from './clearml-conf.ts';
import { dataDirPath } from './data-dir.ts';

/** What a client needs to know of a server. */
export interface Connection {
  apiUrl: string;
  webUrl?: string | undefined;
  filesUrl?: string | undefined;
  accessKey: string;
  secretKey: string;
}

export interface ConnectionOptions {
  env: Environment;
  /** `--config-file` */
  configFile?: string | undefined;
  /** `--data-dir`: that installation is meant, whatever else is configured. */
  dataDir?: string | undefined;
}

/** Nothing says which server to talk to, or the installation that was named does not exist. */
export class NoConnectionError extends Error {
  override name = 'NoConnectionError';
}

/** The configuration for clients that an installation keeps beside its secrets. */
export const clientConfPath = (dataDir: string): string => join(dataDir, 'secrets', 'clearml.conf');

/**
 * Finds the server and the credentials: the `CLEARML_API_…` variables, then the configuration file, then the
 * installation in the data folder. A data folder that was named comes before `~/clearml.conf`, which is merely there.
 * Throws NoConnectionError.
 */
export async function resolveConnection(options: ConnectionOptions): Promise<Connection> {
  const environment = options.dataDir ? {} : fromEnvironment(options.env);
  for (const read of sources(options)) {
    const found = { ...fromConf(await read()), ...environment };
    if (isComplete(found)) return found;
  }
  throw new NoConnectionError(
    options.dataDir
      ? `no installation in ${dataDirPath(options)}: start one with \`perdura up --data-dir ${options.dataDir}\``
      : 'no server is configured: run `perdura init`, or set CLEARML_API_HOST, CLEARML_API_ACCESS_KEY and CLEARML_API_SECRET_KEY, or start an installation with `perdura up`',
  );
}

function sources(options: ConnectionOptions): (() => Promise<Conf>)[] {
  const installation = () => readInstallation(options);
  const configuration = () => readClearmlConf(options);
  if (options.dataDir) return [installation];
  const fileIsNamed = Boolean(options.configFile || options.env.CLEARML_CONFIG_FILE);
  return !fileIsNamed && options.env.PERDURA_DATA_DIR ? [installation, configuration] : [configuration, installation];
}

async function readInstallation({ env, dataDir }: ConnectionOptions): Promise<Conf> {
  return readClearmlConf({ env: { ...env, CLEARML_CONFIG_FILE: clientConfPath(dataDirPath({ env, dataDir })) } });
}

const fromEnvironment = (env: Environment): Partial<Connection> =>
  withoutEmpty({
    apiUrl: env.CLEARML_API_HOST,
    webUrl: env.CLEARML_WEB_HOST,
    filesUrl: env.CLEARML_FILES_HOST,
    accessKey: env.CLEARML_API_ACCESS_KEY,
    secretKey: env.CLEARML_API_SECRET_KEY,
  });

/** Reads an `api` section, or the same keys without it, as older ClearML web pages gave them out. */
export function fromConf(conf: Conf): Partial<Connection> {
  const text = (key: string) => confText(conf, `api.${key}`) ?? confText(conf, key);
  return withoutEmpty({
    apiUrl: text('api_server') ?? text('host'),
    webUrl: text('web_server'),
    filesUrl: text('files_server'),
    accessKey: text('credentials.access_key'),
    secretKey: text('credentials.secret_key'),
  });
}

const withoutEmpty = (connection: Partial<Connection>): Partial<Connection> =>
  Object.fromEntries(Object.entries(connection).filter(([, value]) => value));

const isComplete = (found: Partial<Connection>): found is Connection =>
  Boolean(found.apiUrl && found.accessKey && found.secretKey);
