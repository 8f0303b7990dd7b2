import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';

export interface PrivateRepository {
  /** Without a password. */
  url: string;
  /** Every request: its address, and whether it came with the password. */
  requests: { url: string; known: boolean }[];
  stop(): Promise<void>;
}

interface PrivateAccess {
  user: string;
  password: string;
  /** Called while the client waits for its answer. */
  onRequest(): void;
}

/** Serves a git repository of this disk over HTTP on loopback, by git's own program, to one user alone. */
export async function servePrivately(folder: string, { user, password, onRequest }: PrivateAccess): Promise<PrivateRepository> {
  const requests: PrivateRepository['requests'] = [];
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer(async (request, response) => {
    const known = request.headers.authorization === expected;
    requests.push({ url: request.url!, known });
    onRequest();
    if (known) await serveByGit(request, response, { folder, user });
    else response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="private"' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${basename(folder)}`,
    requests,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** As a web server runs a CGI program. */
async function serveByGit(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, user }: { folder: string; user: string },
): Promise<void> {
  const { pathname, search } = new URL(request.url!, 'http://git');
  const git = spawn('git', ['-c', 'safe.directory=*', 'http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...{ PATH: process.env.PATH, HOME: dirname(folder), GIT_CONFIG_NOSYSTEM: '1' },
      ...{ GIT_PROJECT_ROOT: dirname(folder), GIT_HTTP_EXPORT_ALL: '1', REMOTE_USER: user, REMOTE_ADDR: '127.0.0.1' },
      ...{ REQUEST_METHOD: request.method, PATH_INFO: pathname, QUERY_STRING: search.slice(1) },
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(git.stdin);
  answer(response, await buffer(git.stdout));
}

/** What a CGI program prints: headers, one of them perhaps the status, an empty line, the body. */
function answer(response: ServerResponse, printed: Buffer): void {
  const end = printed.indexOf('\r\n\r\n');
  const headers = printed
    .subarray(0, end)
    .toString()
    .split('\r\n')
    .map((line) => line.split(': ', 2) as [string, string]);
  const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
  response.writeHead(Number.parseInt(status, 10), headers.filter(([name]) => name !== 'Status').flat());
  response.end(printed.subarray(end + 4));
}
