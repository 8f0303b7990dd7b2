import { EC2Client, type Instance, type InstanceStateName, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { setEnvironment } from '../set-environment.ts';
import { type Ec2Proxy, startEc2Proxy } from './ec2-proxy.ts';
import { startMoto } from './moto.ts';

export const TEST_REGION = 'us-west-2';

/** EC2 for a test file: moto behind the proxy that injects faults. */
export interface TestCloud extends Ec2Proxy {
  /** What truly exists, seen past the proxy; ended machines too, unless states are named. */
  instances(...states: InstanceStateName[]): Promise<Instance[]>;
  /** For calls past the proxy. */
  direct: EC2Client;
  /** Everything is as at the start. */
  reset(): Promise<void>;
  release(): Promise<void>;
}

/** Clients of AWS in this process, and in those it starts, find it as they find AWS. Null where moto cannot be installed. */
export async function startTestCloud(): Promise<TestCloud | null> {
  const moto = await startMoto();
  if (!moto) return null;
  const proxy = await startEc2Proxy(moto.url);
  const direct = new EC2Client({
    endpoint: moto.url,
    region: TEST_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const restore = setEnvironment({ AWS_ENDPOINT_URL: proxy.url, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  return {
    ...proxy,
    direct,
    instances: (...states) => allInstances(direct, states),
    async reset() {
      proxy.clear();
      await moto.reset();
    },
    async release() {
      restore();
      direct.destroy();
      await proxy.stop();
      await moto.stop();
    },
  };
}

/** In pages, since moto shows a hundred when it is not told how many. */
async function allInstances(client: EC2Client, states: InstanceStateName[]): Promise<Instance[]> {
  const found: Instance[] = [];
  const filters = states.length > 0 ? { Filters: [{ Name: 'instance-state-name', Values: states }] } : {};
  for await (const { Reservations = [] } of paginateDescribeInstances({ client }, { MaxResults: 1000, ...filters }))
    found.push(...Reservations.flatMap(({ Instances = [] }) => Instances));
  return found;
}
