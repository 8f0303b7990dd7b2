import type {
  ResourceConfiguration,
  ScalerConfiguration,
  ScalerSecrets,
} from '../../../autoscaler/config/scaler-configuration.ts';
import { mergeSecrets } from '../../../autoscaler/config/secrets.ts';
import type { Db } from '../orm.ts';
import { query, sql } from '../sql.ts';

/** A machine with what is needed to launch or end it. */
export interface MachineOrder {
  machine: string;
  scaler: string;
  scalerName: string;
  /** Secrets included. */
  configuration: ScalerConfiguration;
  resource: ResourceConfiguration | undefined;
  cloudId: string | null;
  joinToken: string | null;
  worker: string | null;
  /** When it was asked for. */
  created: Date;
}

interface Row extends Omit<MachineOrder, 'resource' | 'scalerName' | 'cloudId' | 'joinToken'> {
  scaler_name: string;
  secrets: ScalerSecrets;
  resource: string;
  cloud_id: string | null;
  join_token: string | null;
}

/** The order that a machine in this state stands for; null when it is not in it any more. */
export async function readOrder(db: Db, machine: string, state: 'planned' | 'ending'): Promise<MachineOrder | null> {
  const [row] = await query<Row>(
    db.em.fork(),
    sql`select m.id as machine, m.scaler, s.name as scaler_name, s.configuration, s.secrets, m.resource, m.cloud_id, m.join_token, m.worker, m.created
        from machines m join scalers s on s.id = m.scaler where m.id = ${machine} and m.state = ${state}`,
  );
  if (!row) return null;
  const { scaler, worker, created } = row;
  return {
    ...{ machine, scaler, worker, created, scalerName: row.scaler_name, cloudId: row.cloud_id, joinToken: row.join_token },
    configuration: mergeSecrets(row.configuration, row.secrets),
    resource: row.configuration.configurations.resource_configurations[row.resource],
  };
}

/** Configuration of a scaler, secrets included; null when it was deleted. */
export async function readConfiguration(db: Db, scaler: string): Promise<ScalerConfiguration | null> {
  const [row] = await query<{ configuration: ScalerConfiguration; secrets: ScalerSecrets }>(
    db.em.fork(),
    sql`select configuration, secrets from scalers where id = ${scaler}`,
  );
  return row ? mergeSecrets(row.configuration, row.secrets) : null;
}
