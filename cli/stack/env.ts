import { readClearmlConf } from '../../sdk/clearml-conf.ts';
import { clientConfPath, fromConf } from '../../sdk/connection.ts';
import { dataDirPath } from '../../sdk/data-dir.ts';
import { NotThereError } from '../exit-code.ts';
import { print } from '../output.ts';

/** Prints shell commands that connect ClearML clients to an installation on this machine. */
export async function env({ dataDir }: { dataDir?: string }): Promise<void> {
  const root = dataDirPath({ dataDir, env: process.env });
  const { apiUrl, webUrl, filesUrl, accessKey, secretKey } = fromConf(
    await readClearmlConf({ env: { CLEARML_CONFIG_FILE: clientConfPath(root) } }),
  );
  if (!apiUrl) throw new NotThereError(`no installation in ${root}: start one with \`perdura up\``);
  const variables = {
    CLEARML_API_HOST: apiUrl,
    CLEARML_WEB_HOST: webUrl,
    CLEARML_FILES_HOST: filesUrl,
    CLEARML_API_ACCESS_KEY: accessKey,
    CLEARML_API_SECRET_KEY: secretKey,
  };
  for (const [name, value] of Object.entries(variables)) print(`export ${name}=${quote(value ?? '')}`);
}

/** For a POSIX shell. */
const quote = (value: string): string => `'${value.replaceAll("'", String.raw`'\''`)}'`;
