import type { ContainerCreateOptions } from 'dockerode';
import type { DockerResource } from '../../config/scaler-configuration.ts';
import type { LaunchRequest } from '../provider.ts';
import { NODE_IN_CONTAINER, PERDURA_IN_CONTAINER, perduraMounts } from './perdura-mounts.ts';

/** By which machines are found again. */
export const LABEL = { scaler: 'perdura.scaler', machine: 'perdura.machine', gpus: 'perdura.gpus' } as const;

const GIB = 1024 ** 3;
/** Of a machine whose memory has no limit. */
const SHARED_MEMORY_GIB = 8;

/** What machines fetch and compile is there for those that come after them: packages, and this Perdura's own code. */
const CACHE = { Type: 'volume', Source: 'perdura-cache', Target: '/var/cache/perdura' } as const;

/** One container for one machine: made twice, the second is refused by its name. */
export const containerName = (machine: string): string => `perdura-${machine}`;

/** As people see it in lists of containers. */
export const idOf = (id: string): string => id.slice(0, 12);

export interface ContainerRequest extends LaunchRequest {
  resource: DockerResource;
  /** Identifiers of this host's GPUs that the container gets. */
  gpus: string[];
}

/** A container that runs this very Perdura as a machine. It is told no more than where the server is, and a token that is good once. */
export async function containerRequest(request: ContainerRequest): Promise<ContainerCreateOptions> {
  const { machine, scaler, resource, serverUrl, joinToken, gpus } = request;
  const { image, cpus, memory_gib, network } = resource;
  return {
    name: containerName(machine),
    Image: image,
    Entrypoint: [NODE_IN_CONTAINER, `${PERDURA_IN_CONTAINER}/cli/perdura.ts`, 'machine', 'run', '--server', serverUrl],
    Cmd: [],
    Env: [`PERDURA_JOIN_TOKEN=${joinToken}`, 'PERDURA_METADATA_URL=none', `XDG_CACHE_HOME=${CACHE.Target}`],
    Labels: {
      [LABEL.scaler]: scaler,
      [LABEL.machine]: machine,
      ...(gpus.length > 0 && { [LABEL.gpus]: gpus.join(',') }),
    },
    HostConfig: {
      // Tasks leave processes behind that somebody must reap.
      Init: true,
      NetworkMode: network,
      Mounts: [...(await perduraMounts()), CACHE],
      ...(cpus !== null && { NanoCpus: Math.round(cpus * 1e9) }),
      ...(memory_gib !== null && { Memory: Math.round(memory_gib * GIB) }),
      // Loaders of training data hand their batches over by it; Docker's own 64 MiB are too few.
      ShmSize: Math.round(((memory_gib ?? 2 * SHARED_MEMORY_GIB) / 2) * GIB),
      ...(gpus.length > 0 && { DeviceRequests: [{ Driver: 'nvidia', DeviceIDs: gpus, Capabilities: [['gpu']] }] }),
    },
  };
}
