import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nativeAnswer } from './native.ts';
import { rpcAnswer } from './rpc.ts';
import { FakeState } from './state.ts';

const DIST = fileURLToPath(new URL('../../../ui/dist', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface FakeServer {
  url: string;
  state: FakeState;
  close: () => Promise<void>;
}

/** An HTTP server with the built UI and answers from memory, for what needs thousands of rows or lines but no real run. */
export async function startFakeServer(
  options: { port?: number; tasks?: number; lines?: number; curves?: number } = {},
): Promise<FakeServer> {
  const state = new FakeState(options);
  const server = createServer(
    (request, response) => void handle(state, request, response).catch((error) => fail(response, error)),
  );
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, state, close };
}

async function handle(state: FakeState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  if (url.pathname === '/api/live') return openStream(state, response);
  if (url.pathname.startsWith('/files/')) return sendImage(response, url.pathname);
  if (!url.pathname.startsWith('/api/') && !url.pathname.startsWith('/v2')) return sendFile(response, url.pathname);
  const body = await readBody(request);
  const { status, data, cookie } = url.pathname.startsWith('/api/')
    ? nativeAnswer(state, request, url, body)
    : rpcAnswer(state, request, url.pathname.split('/').pop()!, body);
  response
    .writeHead(status, { 'content-type': 'application/json', ...(cookie ? { 'set-cookie': cookie } : {}) })
    .end(JSON.stringify(data));
}

function openStream(state: FakeState, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const stop = state.onEvent((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  response.on('close', stop);
}

function sendImage(response: ServerResponse, path: string): void {
  const text = path.split('/').pop()!;
  response
    .writeHead(200, { 'content-type': 'image/svg+xml' })
    .end(
      `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" fill="#345"/><text x="12" y="64" fill="#fff">${text}</text></svg>`,
    );
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const file = extname(path) === '' ? 'index.html' : normalize(path);
  const content = await readFile(join(DIST, file));
  // As the real server does: without it, every page loads and compiles all scripts anew.
  const caching = file.startsWith('/assets/') ? { 'cache-control': 'public, max-age=31536000, immutable' } : {};
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...caching }).end(content);
}

async function readBody(request: IncomingMessage): Promise<Record<string, any>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
}

function fail(response: ServerResponse, error: unknown): void {
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 'fake', message: String(error) } }));
}
