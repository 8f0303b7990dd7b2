import { createServer, type Server } from 'node:http';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { migrate, openDb } from '../activities/db/orm.ts';
import { noteServerStart } from '../activities/db/workers/agent-silence.ts';
import { createApiApp } from './app.ts';
import { bootstrap } from './bootstrap.ts';
import { createContext } from './create-context.ts';
import { createFilesApp } from './files/app.ts';
import { startHousekeeping } from './housekeeping.ts';
import { compileApiOptions } from './options.ts';
import { createWebApp } from './web/app.ts';

const options = compileApiOptions(process.env);
const log = pino({ level: options.logLevel, name: 'api' });
const db = await openDb({ url: options.databaseUrl });
await migrate(db);
const api = createContext({ db, options, log });
collectDefaultMetrics({ register: api.metrics.registry });
await bootstrap(api);
await noteServerStart(db, 'api');

const apiApp = createApiApp(api);
const filesApp = createFilesApp(api);
const servers = await Promise.all([
  listen(apiApp.callback(), options.ports.api),
  listen(filesApp.callback(), options.ports.files),
  listen(createWebApp(api, { apiApp, filesApp }).callback(), options.ports.web),
]);
const housekeeping = startHousekeeping(api);
log.info({ urls: options.urls }, 'api ready');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    housekeeping.stop();
    api.live.close();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => promisify(server.close.bind(server))()));
    await api.temporal.close();
    await db.close();
    log.info('api stopped');
  });
}

async function listen(handler: Parameters<typeof createServer>[1], port: number): Promise<Server> {
  const server = createServer(handler);
  // Uploads of many gigabytes take longer than Node's default of five minutes.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, options.bindHost, resolve));
  return server;
}
