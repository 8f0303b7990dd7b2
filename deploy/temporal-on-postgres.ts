#!/usr/bin/env node
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSecret } from '../activities/settings.ts';
import { createProgress } from '../stack/progress.ts';
import { createService } from '../stack/service.ts';
import { prepareTemporalOnPostgres } from './temporal/prepare.ts';

/**
 * Runs Temporal's production server on a Postgres until Ctrl-C, as the compose file does in containers.
 * `TEMPORAL_POSTGRES_URL` (or the file named by `TEMPORAL_POSTGRES_URL_FILE`) is the connection string of a superuser.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7233' },
    'log-file': { type: 'string', default: 'temporal-server.log' },
  },
});
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
const progress = createProgress((line) => console.error(line));
const { service: spec, address } = await prepareTemporalOnPostgres({
  postgresUrl: readSecret(process.env, 'TEMPORAL_POSTGRES_URL'),
  port: Number(values.port),
  logFile: resolve(values['log-file']),
  env: process.env,
  progress,
  signal: stop.signal,
});
const service = createService(spec, {
  started() {},
  ready: () => progress.note(`Temporal serves at ${address}`),
  ended: (how, delayMs) => progress.note(`Temporal ${how}; starting it again in ${delayMs} ms`),
});
try {
  await service.start();
  if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
} finally {
  await service.stop();
}
