import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import type { MachineProvider } from '../provider.ts';
import { type ComputeApi, createComputeApi } from './compute-api.ts';
import { type GcpInstance, isSpot, LABEL, placeOf, stateOf, toCloudMachine, zoneOf } from './gcp-instance.ts';
import { launchMachine } from './launch-machine.ts';
import { explain } from './refusals.ts';
import { createSignedRequest, type GcpAccess, keyOf } from './signed-request.ts';

/** Machines of Google's Compute Engine. */
export function createGcpProvider(access: GcpAccess): MachineProvider {
  const api = createComputeApi(createSignedRequest(access));
  const secrets = [access.cloud_credentials_secret, keyOf(access)?.private_key ?? ''];
  const explained = <T>(work: Promise<T>, more: string[] = []): Promise<T> =>
    work.catch((error) => {
      throw explain(error, [...secrets, ...more]);
    });

  return {
    launch: (request) => explained(launchMachine(api, request), [request.joinToken]),
    list: (scaler) => explained(list(api, scaler)),
    end(cloudId) {
      const [name, zone] = placeOf(cloudId);
      return explained(api.delete(zone, name));
    },
    readConsole(cloudId) {
      const [name, zone] = placeOf(cloudId);
      return explained(api.readSerialPort(zone, name));
    },
    close: async () => undefined,
  };
}

async function list(api: ComputeApi, scaler: string): Promise<CloudMachine[]> {
  const instances = await api.list(LABEL.scaler, scaler);
  const preempted = await findPreempted(api, instances);
  return instances.map((instance) => toCloudMachine(instance, preempted));
}

/** Of spot machines that end, those that were taken back: as long as they are shown, that is. */
async function findPreempted(api: ComputeApi, instances: GcpInstance[]): Promise<Set<string>> {
  const ended = instances.filter((instance) => isSpot(instance) && ['ending', 'gone'].includes(stateOf(instance)));
  const zones = new Set(ended.map(zoneOf));
  const perZone = await Promise.all([...zones].map((zone) => api.preempted(zone)));
  return new Set(perZone.flatMap((numbers) => [...numbers]));
}
