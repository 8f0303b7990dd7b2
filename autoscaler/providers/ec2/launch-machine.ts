import { setTimeout as sleep } from 'node:timers/promises';
import { type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import { launchInTurn } from '../launch-in-turn.ts';
import { CloudRefusal, type LaunchRequest } from '../provider.ts';
import { isLive, toCloudMachine } from './cloud-machine.ts';
import { findInstances } from './find-instances.ts';
import { codeOf, kindOf } from './refusals.ts';
import { type Ec2Place, ec2ResourceOf, placesOf, runInstancesRequest, TAG } from './run-instances-request.ts';

/** This place's token was used before: with other words, or for a machine that has ended since. */
const USED_BEFORE = ['IdempotentParameterMismatch', 'IdempotentInstanceTerminated'];
/** Something of this place alone: another one may do. */
const OTHER_PLACE = /^(Insufficient|Unsupported$|InvalidSubnet|InvalidAvailabilityZone)/;
/** How long a new machine may take to be shown by its tag. */
const SHOWN_WITHIN_MS = 15_000;
const LOOK_MS = 1_000;

/**
 * Launches one machine for an id, however often it is called, and by whatever processes: the machine is looked up by its tag first, and
 * where EC2 does not show it yet, EC2 itself answers the same machine for the same token.
 */
export async function launchMachine(client: EC2Client, request: LaunchRequest): Promise<CloudMachine> {
  const earlier = await findMachine(client, request.machine);
  if (earlier) return earlier;
  return launchInTurn({
    machine: request.machine,
    places: placesOf(ec2ResourceOf(request)),
    launchAt: (place) => launchAt(client, request, place),
    judge: (error) => ({ kind: kindOf(error), elsewhere: OTHER_PLACE.test(codeOf(error)) }),
  });
}

async function launchAt(client: EC2Client, request: LaunchRequest, place: Ec2Place): Promise<CloudMachine> {
  try {
    const { Instances } = await client.send(new RunInstancesCommand(runInstancesRequest(request, place)));
    return toCloudMachine(Instances![0]!, false);
  } catch (error) {
    if (!USED_BEFORE.includes(codeOf(error))) throw error;
    return (await waitUntilShown(client, request.machine)) ?? refuseAsEnded(error as Error);
  }
}

/** What was launched for the machine; of several, which only happens when EC2 forgot a token, one that runs. */
async function findMachine(client: EC2Client, machine: string): Promise<CloudMachine | null> {
  const instances = await findInstances(client, TAG.machine, machine);
  const found = instances.find(isLive) ?? instances[0];
  return found ? toCloudMachine(found, false) : null;
}

async function waitUntilShown(client: EC2Client, machine: string): Promise<CloudMachine | null> {
  for (const end = Date.now() + SHOWN_WITHIN_MS; Date.now() < end; await sleep(LOOK_MS)) {
    const found = await findMachine(client, machine);
    if (found) return found;
  }
  return null;
}

/** EC2 no longer shows what the token was used for: that has ended, and another machine is to be launched. */
function refuseAsEnded(error: Error): never {
  throw new CloudRefusal('capacity', `${error.name}: ${error.message}`);
}
