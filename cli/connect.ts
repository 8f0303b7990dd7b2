import { type ConnectionOptions, resolveConnection } from '../sdk/connection.ts';
import { createClient, type HttpClient } from '../sdk/http-client.ts';

/** The options that every command has which talks to a server. */
export interface ServerOptions extends Omit<ConnectionOptions, 'env'> {
  json?: boolean;
}

/** A client of the server that is meant. A person waits for the answer, so it gives up soon. */
export async function connect({ configFile, dataDir }: ServerOptions): Promise<HttpClient> {
  const client = createClient(await resolveConnection({ configFile, dataDir, env: process.env }));
  return {
    ...client,
    call: (endpoint, body, options) => client.call(endpoint, body, { attempts: 3, ...options }),
    request: (method, path, body, options) => client.request(method, path, body, { attempts: 3, ...options }),
  };
}
