import type { Instance } from '@aws-sdk/client-ec2';
import { startTestCloud } from './cloud.ts';
import type { Fault } from './ec2-proxy.ts';
import { byChance, type LivingMachine, type SoakCloud } from './soak-cloud.ts';

const FAULTS: { action: string; probability: number; fault: Fault }[] = [
  { action: 'RunInstances', probability: 0.06, fault: { code: 'InsufficientInstanceCapacity', status: 500 } },
  { action: 'RunInstances', probability: 0.12, fault: { code: 'RequestLimitExceeded', status: 503 } },
  { action: 'RunInstances', probability: 0.12, fault: 'cut before' },
  { action: 'RunInstances', probability: 0.2, fault: 'cut after' },
  { action: 'DescribeInstances', probability: 0.1, fault: { code: 'RequestLimitExceeded', status: 503 } },
  { action: 'DescribeInstances', probability: 0.1, fault: 'cut after' },
  { action: 'TerminateInstances', probability: 0.15, fault: 'cut before' },
  { action: 'TerminateInstances', probability: 0.15, fault: 'cut after' },
];
const SHOWN_AFTER_MS = 300;

/** EC2: moto behind the proxy. Null where moto cannot be installed. */
export async function startSoakEc2(): Promise<SoakCloud | null> {
  const cloud = await startTestCloud();
  if (!cloud) return null;
  const alive = async () => (await cloud.instances('pending', 'running')).map(toLiving);
  return {
    alive,
    left: async () => (await alive()).map(({ cloudId }) => cloudId),
    failAtRandom(luck) {
      cloud.lag(SHOWN_AFTER_MS);
      cloud.inject(...byChance(FAULTS, luck));
    },
    heal: () => cloud.clear(),
    async harm(cloudId) {
      if (Math.random() < 0.3) cloud.warn(cloudId);
      else await cloud.takeBack(cloudId);
    },
    hyperParams: { cloud_credentials_region: 'us-west-2', use_credentials_chain: true },
    resource: (fields) => ({ instance_type: 'g4dn.xlarge', ami_id: 'ami-1', availability_zone: 'us-west-2c', ...fields }),
    release: () => cloud.release(),
  };
}

function toLiving({ InstanceId = '', Tags = [] }: Instance): LivingMachine {
  const tag = (name: string) => Tags.find(({ Key }) => Key === name)?.Value ?? '';
  return { cloudId: InstanceId, scaler: tag('perdura:scaler'), machine: tag('perdura:machine') };
}
