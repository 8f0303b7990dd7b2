import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type RunRef, runKey } from '../../workflows/contracts/run.ts';
import { CommandError } from '../stages/run-command.ts';
import { UserError } from '../stages/user-error.ts';
import { ATTEMPT_LABEL, type Containers, RUNS_LABEL, TASK_LABEL } from './containers.ts';
import { containerName, type RunContainer } from './run-container.ts';

export interface StartContainerInput {
  run: RunRef;
  /** In which the agent keeps its runs. */
  runsDir: string;
  image: string;
  /** Of `docker run`. */
  arguments: string[];
  /** Folders that the container shares with the agent, by the same paths. */
  shared: string[];
  cacheDir: string;
  forcePull: boolean;
  /** Runs Docker's client with what it writes in the run's console. */
  docker(args: string[], options?: { silent?: boolean }): Promise<string>;
  containers: Containers;
}

/** What installers and the SDK keep for the next run. */
const CACHES = ['uv', 'pip', 'clearml'];

/** Keeps the container open, with the processes that others leave behind taken away. */
const OPEN = 'trap "exit 0" TERM; while :; do sleep 3600 & wait "$!"; done';

/**
 * Starts the container of a run, in which nothing happens yet. One that an earlier try has left is replaced.
 * @throws UserError for an image that cannot be had or is not fit, and for arguments that Docker refuses
 */
export async function startContainer(input: StartContainerInput): Promise<RunContainer> {
  const { run, image, docker, containers } = input;
  const name = containerName(runKey(run));
  const imageId = await provideImage(input);
  const caches = join(input.cacheDir, imageId.replace('sha256:', '').slice(0, 12));
  makeCaches(input.cacheDir, caches);
  await containers.remove(name);
  await blamingTheTask(async () => {
    const ofRun = { [TASK_LABEL]: run.taskId, [ATTEMPT_LABEL]: run.attempt, [RUNS_LABEL]: input.runsDir };
    const labels = Object.entries(ofRun).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
    const mounts = [...input.shared, caches].flatMap((path) => ['--mount', `type=bind,source=${path},target=${path}`]);
    // The image's own entry point may be anything: what the task runs is the agent's matter.
    const options = [...labels, ...mounts, ...input.arguments, '--name', name, '--entrypoint', '/bin/sh'];
    await docker(['run', '--detach', '--pull', 'never', ...options, image, '-c', OPEN], { silent: true });
  });
  const facts = await docker(['exec', name, '/bin/sh', '-c', 'id -u; id -g; echo "$PATH"'], { silent: true });
  const [uid, gid, path = ''] = facts.split('\n');
  const container = { name, imageId, user: { uid: Number(uid), gid: Number(gid) }, path, caches };
  const folders = CACHES.map((folder) => join(caches, folder));
  // Given once: they come to hold very many files.
  const notYet = folders.filter((folder) => statSync(folder).uid !== container.user.uid);
  if (notYet.length > 0) await containers.give(container, notYet);
  return container;
}

/** Nobody else of the machine comes here; the user of the image does, by its mount. */
function makeCaches(cacheDir: string, caches: string): void {
  mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
  for (const folder of [...CACHES, 'tools']) mkdirSync(join(caches, folder), { recursive: true });
  // Tools are installed from inside, under a lock of the agent's.
  chmodSync(join(caches, 'tools'), 0o777);
}

async function provideImage({ image, forcePull, docker }: StartContainerInput): Promise<string> {
  const find = () => docker(['image', 'inspect', '--format', '{{.Id}}', image], { silent: true });
  if (!forcePull) {
    const found = await find().catch(unlessRefused);
    if (found) return found.trim();
  }
  await docker(['pull', image]).catch((error: unknown) => {
    throw error instanceof CommandError && NO_IMAGE.test(error.output) ? new UserError(reasonIn(error.output)) : error;
  });
  return (await find()).trim();
}

const NO_IMAGE = /not found|manifest unknown|access denied|unauthorized|invalid reference|does not exist|no matching manifest/i;
const NO_ENGINE = /cannot connect to the docker daemon|error during connect|permission denied while trying to connect/i;

/** Undefined for an image that the engine does not have; throws when there is no engine to ask. */
function unlessRefused(error: unknown): undefined {
  if (!(error instanceof CommandError) || NO_ENGINE.test(error.output)) throw error;
}

/** What Docker refuses is wrong in the task, unless the engine itself is away. */
async function blamingTheTask(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === undefined || NO_ENGINE.test(error.output)) throw error;
    throw new UserError(`the container cannot be started: ${reasonIn(error.output)}`);
  }
}

const reasonIn = (output: string): string =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith("See 'docker"))
    .slice(-3)
    .join(' ')
    .replace(/^docker: |^Error response from daemon: /, '');
