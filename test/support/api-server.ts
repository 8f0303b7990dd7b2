import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Db } from '../../activities/db/orm.ts';
import { createApiApp } from '../../api/app.ts';
import { bootstrap } from '../../api/bootstrap.ts';
import type { ApiContext } from '../../api/context.ts';
import { createContext } from '../../api/create-context.ts';
import { createFilesApp } from '../../api/files/app.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

export const TEST_CREDENTIALS = { accessKey: 'TESTKEY', secretKey: 'test-secret-key', label: 'test' };

export interface TestApi {
  api: ApiContext;
  url: string;
  filesUrl: string;
  /** Calls a ClearML endpoint; answers status, meta and data. */
  call(endpoint: string, body?: unknown): Promise<Answer>;
  /** Calls a native route; answers status and JSON. */
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  /** Puts the API's clock forward. */
  advance(seconds: number): void;
  release(): Promise<void>;
}

export interface Answer {
  status: number;
  meta: { result_code: number; result_subcode: number; result_msg: string };
  data: any;
}

export interface TestApiOptions {
  /** The Temporal server that the API sends updates to; none by default. */
  temporalAddress?: string;
  /** A database that others use too; one of its own by default. */
  database?: { url: string; db: Db };
  /** Another server has made what every installation has. */
  bootstrapped?: boolean;
}

/** The real API on a database and ports of its own. */
export async function startTestApi({
  temporalAddress = '127.0.0.1:9',
  database: shared,
  bootstrapped = false,
}: TestApiOptions = {}): Promise<TestApi> {
  const own = shared ? null : await createTestDatabase();
  const database = shared ?? (own as TestDatabase);
  const filesDir = await mkdtemp(join(tmpdir(), 'perdura-test-files-'));
  const urls = { api: '', files: '', web: 'http://127.0.0.1:9' };
  let ahead = 0;
  const api = createContext({
    db: database.db,
    now: () => new Date(Date.now() + ahead),
    log: pino({ level: process.env.PERDURA_LOG_LEVEL ?? 'silent' }),
    options: {
      databaseUrl: database.url,
      signingKey: 'test-signing-key-test-signing-key',
      adminPassword: 'test-password',
      bootstrapCredentials: TEST_CREDENTIALS,
      agentCredentials: undefined,
      usersFile: undefined,
      bindHost: '127.0.0.1',
      behindProxy: false,
      ports: { api: 0, files: 0, web: 0 },
      urls,
      temporal: { address: temporalAddress, publicAddress: temporalAddress, namespace: 'default', webUrl: undefined },
      filesDir,
      machinePackage: undefined,
      optunaDir: join(filesDir, 'optuna'),
      logLevel: 'silent',
    },
  });
  if (!bootstrapped) await bootstrap(api);
  const servers = [await listen(createApiApp(api).callback()), await listen(createFilesApp(api).callback())] as const;
  urls.api = urlOf(servers[0]);
  urls.files = urlOf(servers[1]);
  const headers = {
    Authorization: `Basic ${btoa(`${TEST_CREDENTIALS.accessKey}:${TEST_CREDENTIALS.secretKey}`)}`,
    'Content-Type': 'application/json',
  };
  return {
    api,
    url: urls.api,
    filesUrl: urls.files,
    async call(endpoint, body = {}) {
      const response = await fetch(`${urls.api}/v2.23/${endpoint}`, { method: 'POST', headers, body: JSON.stringify(body) });
      const { meta, data } = (await response.json()) as Omit<Answer, 'status'>;
      return { status: response.status, meta, data };
    },
    async request(method, path, body) {
      const response = await fetch(`${urls.api}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : undefined };
    },
    advance(seconds) {
      ahead += seconds * 1000;
    },
    async release() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      api.live.close();
      await api.temporal.close();
      await own?.release();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}

async function listen(handler: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
