import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EC2Client,
  GetConsoleOutputCommand,
  paginateDescribeSpotInstanceRequests,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { CloudMachine } from '../../../workflows/contracts/cloud-machine.ts';
import type { MachineProvider } from '../provider.ts';
import { isLive, toCloudMachine } from './cloud-machine.ts';
import { createEc2Client, type Ec2Access } from './ec2-client.ts';
import { findInstances } from './find-instances.ts';
import { launchMachine } from './launch-machine.ts';
import { codeOf, explain } from './refusals.ts';
import { TAG } from './run-instances-request.ts';

/** What AWS says of the request for a spot machine that it takes back, soon or already. */
const TAKEN_BACK = [
  'marked-for-termination',
  'marked-for-stop',
  'instance-terminated-by-price',
  'instance-terminated-no-capacity',
  'instance-terminated-capacity-oversubscribed',
  'instance-terminated-launch-group-constraint',
];

const KNOWN_WITHIN_MS = 10_000;
const LOOK_MS = 1_000;

/** Machines of EC2. Its address and the credentials are found as AWS's own tools find them, unless `access` has keys. */
export function createEc2Provider(access: Ec2Access): MachineProvider {
  const client = createEc2Client(access);
  const secrets = [access.cloud_credentials_secret, access.cloud_credentials_token ?? ''];
  const explained = <T>(work: Promise<T>, more: string[] = []): Promise<T> =>
    work.catch((error) => {
      throw explain(error, [...secrets, ...more]);
    });

  return {
    launch: (request) => explained(launchMachine(client, request), [request.joinToken]),
    list: (scaler) => explained(list(client, scaler)),
    end: (cloudId) => explained(end(client, cloudId)),
    readConsole: (cloudId) => explained(readConsole(client, cloudId)),
    close: async () => client.destroy(),
  };
}

async function list(client: EC2Client, scaler: string): Promise<CloudMachine[]> {
  const instances = await findInstances(client, TAG.scaler, scaler);
  const isSpot = instances.some((instance) => isLive(instance) && instance.InstanceLifecycle === 'spot');
  const takenBack = isSpot ? await findTakenBack(client, scaler) : new Set<string>();
  return instances.map((instance) => toCloudMachine(instance, takenBack.has(instance.InstanceId!)));
}

/** Ids of the spot machines that AWS wants back. */
async function findTakenBack(client: EC2Client, scaler: string): Promise<Set<string>> {
  const ids = new Set<string>();
  const pages = paginateDescribeSpotInstanceRequests(
    { client },
    {
      Filters: [
        { Name: `tag:${TAG.scaler}`, Values: [scaler] },
        { Name: 'status-code', Values: TAKEN_BACK },
      ],
    },
  );
  for await (const { SpotInstanceRequests = [] } of pages)
    for (const { InstanceId } of SpotInstanceRequests) if (InstanceId) ids.add(InstanceId);
  return ids;
}

/** EC2 may not know a machine that it has just launched: only what stays unknown is gone. */
async function end(client: EC2Client, cloudId: string): Promise<void> {
  for (const deadline = Date.now() + KNOWN_WITHIN_MS; ; await sleep(LOOK_MS)) {
    try {
      await client.send(new TerminateInstancesCommand({ InstanceIds: [cloudId] }));
      return;
    } catch (error) {
      if (!isUnknownInstance(error)) throw error;
      if (Date.now() > deadline) return;
    }
  }
}

/** The newest output where the machine's kind can give it, else what AWS keeps of its start. */
async function readConsole(client: EC2Client, cloudId: string): Promise<string | null> {
  try {
    return await consoleOf(client, cloudId, true);
  } catch (error) {
    if (isUnknownInstance(error)) return null;
    if (codeOf(error) !== 'UnsupportedOperation') throw error;
    return consoleOf(client, cloudId, false);
  }
}

async function consoleOf(client: EC2Client, InstanceId: string, Latest: boolean): Promise<string | null> {
  const { Output } = await client.send(new GetConsoleOutputCommand({ InstanceId, Latest }));
  return Output ? Buffer.from(Output, 'base64').toString('utf8') : null;
}

const isUnknownInstance = (error: unknown): boolean => /^InvalidInstanceID\.(NotFound|Malformed)$/.test(codeOf(error));
