import type { Conf } from '../../sdk/clearml-conf.ts';
import type { RunSpec } from '../../workflows/contracts/agent-api.ts';
import { writeAtomically } from '../runs/run-folder.ts';

/** Writes the configuration for the SDK inside a task: the agent's section `sdk`, without any credentials of the server. */
export function writeSdkConfiguration(path: string, { sdk, urls }: { sdk: Conf; urls: RunSpec['urls'] }): void {
  const api = { api_server: urls.api, web_server: urls.web, files_server: urls.files };
  writeAtomically(path, `${JSON.stringify({ api, sdk }, null, 2)}\n`);
}
