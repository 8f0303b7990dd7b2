import { EC2Client } from '@aws-sdk/client-ec2';
import { isCapacityRefusal } from './refusals.ts';

/** The part of a scaler's configuration that says who asks EC2, and where. */
export interface Ec2Access {
  cloud_credentials_key: string;
  cloud_credentials_secret: string;
  /** Of temporary credentials. */
  cloud_credentials_token?: string;
  /** '': as the environment or `~/.aws` says. */
  cloud_credentials_region: string;
  use_credentials_chain: boolean;
}

const CONNECT_MS = 5_000;
const ANSWER_MS = 20_000;

export function createEc2Client(access: Ec2Access): EC2Client {
  const credentials = credentialsOf(access);
  const client = new EC2Client({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
    ...(access.cloud_credentials_region ? { region: access.cloud_credentials_region } : {}),
    ...(credentials ? { credentials } : {}),
  });
  refuseAtOnce(client);
  return client;
}

/** Without keys the chain is asked, as ClearML's scaler does. */
function credentialsOf(access: Ec2Access) {
  if (access.use_credentials_chain || !access.cloud_credentials_key) return null;
  return {
    accessKeyId: access.cloud_credentials_key,
    secretAccessKey: access.cloud_credentials_secret,
    ...(access.cloud_credentials_token ? { sessionToken: access.cloud_credentials_token } : {}),
  };
}

/** EC2 says with status 500 that it has no such machine left; the SDK takes that for a fault that passes, and asks twice more. */
function refuseAtOnce(client: EC2Client): void {
  client.middlewareStack.add(
    (next) => (call) =>
      next(call).catch((error) => {
        if (isCapacityRefusal(error)) error.$metadata.httpStatusCode = 409;
        throw error;
      }),
    { step: 'deserialize', priority: 'high', name: 'refuseAtOnce' },
  );
}
