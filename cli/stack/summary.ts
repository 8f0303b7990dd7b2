import { readFile } from 'node:fs/promises';
import type { DataFolder } from '../../stack/data-folder.ts';
import { readSecret, secretFiles } from '../../stack/secrets.ts';
import type { StackState } from '../../stack/state-file.ts';

/** What a person needs once everything runs. Has secrets in it: for a terminal, never for a log. */
export async function summary(state: StackState, folder: DataFolder): Promise<string> {
  const { urls } = state;
  const conf = await readFile(folder.clientConf, 'utf8');
  return `
Perdura runs.

  web pages     ${urls.web}
  API           ${urls.api}
  file server   ${urls.files}
  Temporal Web  ${urls.temporalWeb}
  login         ${await login(state, folder)}
  data          ${folder.root}, logs in ${folder.logs}

Connect a shell:  eval "$(npx perdura env)"
or a machine, by this in its ~/clearml.conf:

${conf}`;
}

async function login(state: StackState, folder: DataFolder): Promise<string> {
  const { adminPassword } = secretFiles(folder);
  if (!state.firstStart) return `admin, first password in ${adminPassword}`;
  return `admin, password ${await readSecret(adminPassword)} (kept in ${adminPassword})`;
}

/** The same for a script. Secrets are named by their files. */
export const summaryJson = (state: StackState, folder: DataFolder): object => ({
  dataDir: folder.root,
  pid: state.supervisor.pid,
  firstStart: state.firstStart,
  urls: state.urls,
  ports: state.ports,
  clientConf: folder.clientConf,
  adminPasswordFile: secretFiles(folder).adminPassword,
});
