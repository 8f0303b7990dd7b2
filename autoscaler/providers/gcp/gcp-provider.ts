import type { JWTInput } from 'google-auth-library';
import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import type { MachineProvider } from '../provider.ts';
import { type ComputeApi, createComputeApi } from './compute-api.ts';
import { type GcpInstance, isSpot, LABEL, placeOf, stateOf, toCloudMachine, zoneOf } from './gcp-instance.ts';
import { launchMachine } from './launch-machine.ts';
import { explain } from './refusals.ts';
import { createSignedRequest } from './signed-request.ts';

/** The part of a scaler's configuration that says who asks Compute Engine, and for whom. */
export interface GcpAccess {
  /** Key of a service account, as its JSON file has it; '': Google's application default credentials. */
  cloud_credentials_secret: string;
  /** '': that of the credentials, or of the environment. */
  cloud_credentials_project: string;
  /** Application default credentials, whatever key there is. */
  use_credentials_chain: boolean;
}

/** Machines of Google's Compute Engine. */
export function createGcpProvider(access: GcpAccess): MachineProvider {
  const { cloud_credentials_secret: secret, cloud_credentials_project: project, use_credentials_chain } = access;
  const key = use_credentials_chain || secret === '' ? null : (JSON.parse(secret) as JWTInput);
  const api = createComputeApi(createSignedRequest({ key, project }));
  const secrets = [secret, key?.private_key ?? ''];
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
