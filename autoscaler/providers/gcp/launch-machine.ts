import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import { launchInTurn } from '../launch-in-turn.ts';
import { CloudRefusal, type LaunchRequest } from '../provider.ts';
import type { ComputeApi } from './compute-api.ts';
import { LABEL, stateOf, toCloudMachine } from './gcp-instance.ts';
import { gcpResourceOf, instanceName, instanceRequest } from './instance-request.ts';
import { kindOf, mayDoElsewhere } from './refusals.ts';

/**
 * Launches one machine for an id, however often it is called, and by whatever processes: the machine is looked up by its label first,
 * and its name can be taken once in a zone.
 */
export async function launchMachine(api: ComputeApi, request: LaunchRequest): Promise<CloudMachine> {
  const earlier = await findMachine(api, request.machine);
  if (earlier) return earlier;
  return launchInTurn({
    machine: request.machine,
    places: gcpResourceOf(request).zones.map((name) => ({ name })),
    launchAt: ({ name }) => launchAt(api, request, name),
    judge(error) {
      const kind = kindOf(error);
      return { kind, elsewhere: mayDoElsewhere(kind) };
    },
  });
}

async function launchAt(api: ComputeApi, request: LaunchRequest, zone: string): Promise<CloudMachine> {
  await api.insert(zone, instanceRequest(request, zone));
  const launched = await api.get(zone, instanceName(request.machine));
  if (!launched) throw new CloudRefusal('capacity', `the machine in ${zone} was gone as soon as it was made`);
  return toCloudMachine(launched);
}

/** What was launched for the machine; of several, one that runs. */
async function findMachine(api: ComputeApi, machine: string): Promise<CloudMachine | null> {
  const instances = await api.list(LABEL.machine, machine);
  const found = instances.find((instance) => stateOf(instance) !== 'gone') ?? instances[0];
  return found ? toCloudMachine(found) : null;
}
