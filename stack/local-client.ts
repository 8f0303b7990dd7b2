import { readClearmlConf } from '../sdk/clearml-conf.ts';
import { type Connection, fromConf } from '../sdk/connection.ts';
import { createClient, type HttpClient } from '../sdk/http-client.ts';
import type { DataFolder } from './data-folder.ts';
import { localApi } from './server-services.ts';
import type { StackState } from './state-file.ts';

/** A client of a stack on this machine, with the installation's own credentials. */
export async function localClient(state: StackState, folder: DataFolder): Promise<HttpClient> {
  const conf = await readClearmlConf({ env: {}, configFile: folder.clientConf });
  return createClient({ ...(fromConf(conf) as Connection), apiUrl: localApi(state.ports, process.env) });
}
