import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JoinResponse } from '../../workflows/contracts/machine-api.ts';

/** Writes the clearml.conf of a machine's agent, for its user alone. Answers its path. */
export async function writeMachineConf(stateDir: string, joined: JoinResponse): Promise<string> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, 'machine.conf');
  await writeFile(path, '', { mode: 0o600 });
  await chmod(path, 0o600);
  await writeFile(path, machineConf(joined));
  return path;
}

/** JSON is HOCON; what the scaler's owner has added comes last, and wins. */
function machineConf({ extraConf, ...joined }: JoinResponse): string {
  const { apiUrl, filesUrl, webUrl, accessKey, secretKey, gitUser, gitPass } = joined;
  const api = {
    api_server: apiUrl,
    web_server: webUrl,
    files_server: filesUrl,
    credentials: { access_key: accessKey, secret_key: secretKey },
  };
  const agent = { git_user: gitUser, git_pass: gitPass };
  const sections = Object.entries({ api, agent }).map(([name, section]) => `${name}: ${JSON.stringify(section, null, 2)}`);
  return `${[...sections, extraConf].join('\n')}\n`;
}
