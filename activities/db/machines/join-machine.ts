import type {
  ResourceConfiguration,
  ScalerConfiguration,
  ScalerSecrets,
} from '../../../autoscaler/config/scaler-configuration.ts';
import { mergeSecrets } from '../../../autoscaler/config/secrets.ts';
import { Refusal } from '../errors.ts';
import type { Db, Em } from '../orm.ts';
import { query, sql } from '../sql.ts';
import { addCredentials } from '../users/credentials.ts';
import { workerOf } from './worker-of.ts';

export interface JoinInput {
  token: string;
  nonce: string;
  /** The same for the same machine and nonce: an answer that was lost can be given again. */
  credentialsFor(machine: string): { accessKey: string; secretHash: string };
  now: Date;
}

/** What a machine has to know of itself and its scaler. */
export interface JoinedMachine {
  id: string;
  worker: string;
  queue: string;
  resource: ResourceConfiguration | undefined;
  /** With its secrets. */
  configuration: ScalerConfiguration;
}

interface MachineRow extends Omit<JoinedMachine, 'worker' | 'resource'> {
  secrets: ScalerSecrets;
  resource: string;
  instance_type: string;
  state: string;
  cloud_id: string | null;
  worker: string | null;
  join_nonce: string | null;
  user_id: string;
}

/**
 * Lets a machine in that was launched with this token, once: afterwards the token is good only with the nonce of that time.
 * Gives it a worker id and credentials of its own.
 * @throws Refusal `forbidden`, `conflict`; `unavailable` while its launch is not written down yet
 */
export function joinMachine(db: Db, input: JoinInput): Promise<JoinedMachine> {
  return db.em.fork().transactional(async (em) => {
    const machine = await findMachine(em, input);
    const worker = machine.worker ?? (await enter(em, machine, input));
    const { id, queue } = machine;
    const configuration = mergeSecrets(machine.configuration, machine.secrets);
    const resource = configuration.configurations.resource_configurations[machine.resource];
    return { id, worker, queue, resource, configuration };
  });
}

async function findMachine(em: Em, { token, nonce }: JoinInput): Promise<MachineRow> {
  const [machine] = await query<MachineRow>(
    em,
    sql`select m.id, m.queue, m.resource, m.instance_type, m.state, m.cloud_id, m.worker, m.join_nonce,
          s.user_id, s.configuration, s.secrets
        from machines m join scalers s on s.id = m.scaler where m.join_token = ${token} for update of m`,
  );
  if (!machine || (machine.join_nonce !== null && machine.join_nonce !== nonce))
    throw new Refusal('forbidden', 'the join token is not valid: it is unknown, was used before, or its machine has ended', {
      field: 'token',
    });
  if (machine.state === 'ending' || machine.state === 'ended')
    throw new Refusal('conflict', `machine ${machine.id} is to be ended and must not join`, { data: { machine: machine.id } });
  return machine;
}

async function enter(em: Em, machine: MachineRow, { nonce, credentialsFor, now }: JoinInput): Promise<string> {
  const { id, cloud_id, instance_type, user_id, configuration } = machine;
  if (cloud_id === null)
    throw new Refusal('unavailable', `the launch of machine ${id} is not written down yet; ask again`, {
      data: { retryAfter: 1 },
    });
  const worker = workerOf({
    prefix: configuration.hyper_params.workers_prefix,
    resource: machine.resource,
    instanceType: instance_type,
    cloudId: cloud_id,
  });
  const { accessKey, secretHash } = credentialsFor(id);
  await addCredentials(em, { accessKey, secretHash, userId: user_id, label: `machine ${worker}`, madeFor: 'machine', now });
  await query(em, sql`update machines set worker = ${worker}, access_key = ${accessKey}, join_nonce = ${nonce} where id = ${id}`);
  return worker;
}
