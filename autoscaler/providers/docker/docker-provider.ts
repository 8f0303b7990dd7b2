import Docker, { type ContainerInfo } from 'dockerode';
import { readGpus } from '../../../agent-worker/machine/nvidia-smi.ts';
import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import type { DockerResource } from '../../config/scaler-configuration.ts';
import { CloudRefusal, type LaunchRequest, type MachineProvider } from '../provider.ts';
import { chooseGpus } from './choose-gpus.ts';
import { readLogs } from './container-logs.ts';
import { containerName, containerRequest, idOf, LABEL } from './container-request.ts';
import { endedContainer, FORGOTTEN_AFTER_MS } from './ended-container.ts';
import { explain, isMissing, statusOf } from './refusals.ts';

/** For a machine's agent to give its task back. */
const STOP_SECONDS = 20;

export interface DockerProviderOptions {
  /** The engine; by default that of `DOCKER_HOST`, or of this host. */
  docker?: Docker;
  now?: () => number;
}

/** Machines that are containers on this host, each with an agent inside. */
export function createDockerProvider({ docker = new Docker(), now = Date.now }: DockerProviderOptions = {}): MachineProvider {
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => {
      throw explain(error);
    });
  return {
    launch: (request) => explained(inTurn(() => launch(docker, request))),
    list: (scaler) => explained(list(docker, scaler, now)),
    end: (cloudId) => explained(end(docker, cloudId)),
    readConsole: (cloudId) => explained(readConsole(docker, cloudId)),
    close: async () => {},
  };
}

/** One launch at a time, whoever asks: each must see which GPUs the others have taken. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

async function launch(docker: Docker, request: LaunchRequest): Promise<CloudMachine> {
  const container = docker.getContainer(containerName(request.machine));
  const made = await container.inspect().catch(nullIfMissing);
  if (!made) await create(docker, request);
  await start(container);
  const { Id, Created } = await container.inspect();
  return {
    ...{ cloudId: idOf(Id), machine: request.machine, state: 'running', zone: null, launchedAt: new Date(Created) },
    ...{ endedBy: null, interrupted: false },
  };
}

async function create(docker: Docker, request: LaunchRequest): Promise<void> {
  if (request.resource.kind !== 'docker')
    throw new CloudRefusal('invalid', `the resource ${request.resource.name} is none for Docker`);
  const resource: DockerResource = request.resource;
  const gpus = await gpusFor(docker, resource);
  await docker.createContainer(await containerRequest({ ...request, resource, gpus }));
}

async function gpusFor(docker: Docker, { gpus, name }: DockerResource): Promise<string[]> {
  if (gpus === 0) return [];
  const machines = await docker.listContainers({ filters: { label: [LABEL.gpus] } });
  const taken = machines.flatMap(({ Labels }) => (Labels[LABEL.gpus] ?? '').split(',').filter(Boolean));
  const present = (await readGpus(process.env)).map(({ uuid }) => uuid);
  return chooseGpus({ wanted: gpus, present, taken, resource: name });
}

/** What cannot start is not left lying there: another try may be made with another configuration. */
async function start(container: Docker.Container): Promise<void> {
  try {
    await container.start();
  } catch (error) {
    // It runs already.
    if (statusOf(error) === 304) return;
    await container.remove({ force: true, v: true }).catch(() => undefined);
    throw error;
  }
}

async function list(docker: Docker, scaler: string, now: () => number): Promise<CloudMachine[]> {
  const containers = await docker.listContainers({ all: true, filters: { label: [`${LABEL.scaler}=${scaler}`] } });
  const machines = await Promise.all(containers.map((info) => toMachine(docker, info, now())));
  return machines.filter((machine) => machine !== null);
}

const STATES: Record<string, CloudMachine['state']> = { created: 'starting', removing: 'ending', exited: 'gone', dead: 'gone' };

/** Null for one that ended long ago: engines keep their containers for ever, and nobody else would remove them. */
async function toMachine(
  docker: Docker,
  { Id, State, Created, Labels }: ContainerInfo,
  now: number,
): Promise<CloudMachine | null> {
  const state = STATES[State] ?? 'running';
  const ended = state === 'gone' ? await endedContainer(docker.getContainer(Id)) : null;
  if (ended && now - ended.at > FORGOTTEN_AFTER_MS) {
    await end(docker, Id);
    return null;
  }
  return {
    ...{ cloudId: idOf(Id), machine: Labels[LABEL.machine] ?? '', state, zone: null, launchedAt: new Date(Created * 1000) },
    ...{ endedBy: ended?.why ?? null, interrupted: false },
  };
}

async function end(docker: Docker, cloudId: string): Promise<void> {
  const container = docker.getContainer(cloudId);
  try {
    await container.stop({ t: STOP_SECONDS });
  } catch (error) {
    if (isMissing(error)) return;
    if (statusOf(error) !== 304) throw error;
  }
  await container.remove({ force: true, v: true }).catch((error) => {
    // Somebody else removes it at this moment.
    if (!isMissing(error) && statusOf(error) !== 409) throw error;
  });
}

const readConsole = (docker: Docker, cloudId: string): Promise<string | null> =>
  readLogs(docker.getContainer(cloudId)).catch(nullIfMissing);

const nullIfMissing = (error: unknown): null => {
  if (isMissing(error)) return null;
  throw error;
};
