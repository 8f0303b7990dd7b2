import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindHost, stackUrls } from './addresses.ts';
import { ensureUi } from './build-ui.ts';
import { clientConf } from './client-conf.ts';
import { type DataFolder, dataFolderAt, prepareDataFolder } from './data-folder.ts';
import { childEnvironment } from './environment.ts';
import { endLeftovers, findLeftovers } from './leftovers.ts';
import { takeLock } from './lock.ts';
import { assertDistinctPorts, type StackOptions } from './options.ts';
import { planServices } from './plan.ts';
import { assertPortsFree } from './ports.ts';
import { databaseUrl } from './postgres/initialise.ts';
import { endOrphanedPostgres } from './postgres/orphan.ts';
import { postgresUser } from './postgres/system-user.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { Progress } from './progress.ts';
import { PROJECT_FOLDER } from './project-folder.ts';
import { runningTasksNote } from './running-tasks.ts';
import { ensureSecrets, readCredentials, readSecret, type SecretFiles, writeSecret } from './secrets.ts';
import { createServices, type Services } from './services.ts';
import { removeState, type StackState, writeState } from './state-file.ts';

export interface RunContext {
  progress: Progress;
  /** Aborted to stop in order. */
  stop: AbortSignal;
  /** Aborted to end everything at once. */
  kill: AbortSignal;
  /** Everything runs: does what else belongs to a start. Only then the stack counts as ready. */
  complete(state: StackState, folder: DataFolder): Promise<void>;
  onReady(state: StackState, folder: DataFolder): Promise<void>;
}

/**
 * Runs a whole installation until `stop` is aborted, and resolves when everything has ended. What an earlier stack left
 * running is ended first. Throws LockedError, OptionError or ServiceFailedError, and then leaves nothing running.
 */
export async function runStack(options: StackOptions, context: RunContext): Promise<void> {
  assertDistinctPorts(options.ports);
  const folder = dataFolderAt(options.dataDir);
  await prepareDataFolder(folder, { asRoot: process.getuid?.() === 0 });
  const lock = takeLock(folder.lockFile);
  try {
    await clearTheWay(folder, options, context.progress);
    await runLocked(folder, options, context, lock.owner);
  } finally {
    lock.release();
  }
}

/** Ends what holds our files, then looks whether the ports are free. */
async function clearTheWay(folder: DataFolder, { ports, env }: StackOptions, progress: Progress): Promise<void> {
  const leftovers = findLeftovers(folder);
  if (leftovers.length > 0) {
    progress.note(`ending what an earlier start left running: ${leftovers.map(({ name }) => name).join(', ')}`);
    await endLeftovers(leftovers);
  }
  await endOrphanedPostgres(folder.postgres);
  await assertPortsFree(ports, bindHost(env));
}

async function runLocked(
  folder: DataFolder,
  options: StackOptions,
  context: RunContext,
  supervisor: ProcessIdentity,
): Promise<void> {
  const secrets = await ensureSecrets(folder);
  const state: StackState = {
    supervisor,
    startedAt: Date.now(),
    phase: 'starting',
    firstStart: !existsSync(folder.wasReadyFile),
    ports: options.ports,
    urls: stackUrls(options.ports, options.env),
    services: [],
  };
  const save = (change: Partial<StackState>) => writeState(folder, Object.assign(state, change));
  save({});
  const over = new AbortController();
  const services = await createStackServices({ folder, options, context, secrets, state, save, over: over.signal });
  const kill = () => services.kill();
  context.kill.addEventListener('abort', kill);
  try {
    await Promise.race([Promise.all([services.start(), buildUi(folder, context.progress, over.signal)]), aborted(context.stop)]);
    if (!context.stop.aborted) {
      await context.complete(state, folder);
      save({ phase: 'running' });
      await writeFile(folder.wasReadyFile, '');
      await context.onReady(state, folder);
      await aborted(context.stop);
      save({ phase: 'stopping' });
      const note = await runningTasksNote(folder);
      if (note) context.progress.note(note);
    }
  } finally {
    over.abort();
    save({ phase: 'stopping' });
    await services.stop();
    context.kill.removeEventListener('abort', kill);
    removeState(folder);
  }
}

/** Nothing waits for it but the end of the start: the API serves what is there. */
const buildUi = (folder: DataFolder, progress: Progress, signal: AbortSignal): Promise<void> =>
  ensureUi({ projectFolder: PROJECT_FOLDER, logFile: join(folder.logs, 'ui-build.log'), progress, signal });

interface CreateInput {
  folder: DataFolder;
  options: StackOptions;
  context: RunContext;
  secrets: SecretFiles;
  state: StackState;
  save(change: Partial<StackState>): void;
  over: AbortSignal;
}

async function createStackServices(input: CreateInput): Promise<Services> {
  const { folder, options, context, secrets, state, save, over } = input;
  const { ports, urls } = state;
  const databasePassword = await readSecret(secrets.databasePassword);
  await writeSecret(secrets.databaseUrl, databaseUrl({ port: ports.postgres, password: databasePassword }));
  await writeSecret(folder.clientConf, clientConf(urls, await readCredentials(secrets.bootstrapCredentials)));
  await writeSecret(folder.agentConf, clientConf(urls, await readCredentials(secrets.agentCredentials)));
  const env = childEnvironment(options.env, PROJECT_FOLDER);
  const nodes = planServices({
    options,
    server: { projectFolder: PROJECT_FOLDER, folder, secrets, ports, urls, env },
    postgresUser: await postgresUser(),
    databasePassword,
    progress: context.progress,
    signal: AbortSignal.any([context.stop, over]),
  });
  return createServices({ nodes, onChange: (services) => save({ services }), onNews: context.progress.note });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
