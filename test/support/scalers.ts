import { newId } from '../../activities/db/ids.ts';
import type { Db } from '../../activities/db/orm.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { parseConfiguration } from '../../autoscaler/config/parse.ts';
import { splitSecrets } from '../../autoscaler/config/secrets.ts';
import { dockerFile } from '../autoscaler/config/files.ts';

interface ScalerFields {
  /** `stopped`: no workflow looks after it. */
  mode?: string;
  configurations?: object;
  hyper_params?: object;
  perdura?: object;
  resource?: object;
}

/** A scaler of the first user for the queue `default`, with one resource `cpu` of Docker. Answers its id. */
export async function createScaler(
  db: Db,
  { mode = 'stopped', configurations, hyper_params, perdura, resource }: ScalerFields = {},
): Promise<string> {
  const file = dockerFile({
    configurations: {
      queues: { default: [['cpu', 3]] },
      resource_configurations: { cpu: { image: 'image', ...resource } },
      ...configurations,
    },
    hyper_params: { git_user: 'ada', git_pass: 'git-password', max_idle_time_min: 10, ...hyper_params },
    ...(perdura && { perdura: { ...perdura } }),
  });
  const { configuration, secrets } = splitSecrets(parseConfiguration(file));
  const id = newId();
  await query(
    db.em.fork(),
    sql`insert into scalers (id, name, user_id, configuration, secrets, mode, created)
        select ${id}, ${`scaler ${id}`}, id, ${JSON.stringify(configuration)}::jsonb, ${JSON.stringify(secrets)}::jsonb, ${mode}, now()
        from users order by created limit 1`,
  );
  return id;
}

export interface CreatedMachine {
  id: string;
  joinToken: string;
}

/** A machine of a scaler that was launched. */
export async function createMachine(
  db: Db,
  scaler: string,
  { cloudId = 'i-0123456789' as string | null, state = 'launched', queue = 'default' } = {},
): Promise<CreatedMachine> {
  const machine = { id: newId(), joinToken: newId() };
  await query(
    db.em.fork(),
    sql`insert into machines (id, scaler, queue, resource, instance_type, state, why, cloud_id, join_token, created)
        values (${machine.id}, ${scaler}, ${queue}, 'cpu', 'docker', ${state}, 'test', ${cloudId}, ${machine.joinToken}, now())`,
  );
  return machine;
}
