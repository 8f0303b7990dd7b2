import { newId } from '../../activities/db/ids.ts';
import type { Db } from '../../activities/db/orm.ts';
import { query, sql } from '../../activities/db/sql.ts';

interface ScalerFields {
  serverUrl?: string | null;
  script?: string;
  extraConf?: string;
  mode?: string;
  resource?: object;
}

/** A scaler of the first user with one resource `cpu`, as its API would have left it; no workflow looks after it. Answers its id. */
export async function createScaler(
  db: Db,
  { serverUrl = null, script = '', extraConf = '', mode = 'running', resource = {} }: ScalerFields = {},
): Promise<string> {
  const id = newId();
  const configuration = {
    configurations: {
      queues: { default: [['cpu', 3]] },
      resource_configurations: {
        cpu: { kind: 'docker', name: 'cpu', image: 'image', cpus: null, memory_gib: null, gpus: 0, network: 'host', ...resource },
      },
    },
    hyper_params: {
      git_user: 'ada',
      default_docker_image: '',
      max_idle_time_min: 10,
      max_spin_up_time_min: 30,
      polling_interval_time_min: 5,
      workers_prefix: 'dynamic_worker',
    },
    perdura: { server_url: serverUrl },
  };
  const secrets = {
    git_pass: 'git-password',
    extra_clearml_conf: extraConf,
    extra_trains_conf: '',
    extra_vm_bash_script: script,
  };
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
  { cloudId = 'i-0123456789' as string | null, state = 'launched' } = {},
): Promise<CreatedMachine> {
  const machine = { id: newId(), joinToken: newId() };
  await query(
    db.em.fork(),
    sql`insert into machines (id, scaler, queue, resource, instance_type, state, why, cloud_id, join_token, created)
        values (${machine.id}, ${scaler}, 'default', 'cpu', 'docker', ${state}, 'test', ${cloudId}, ${machine.joinToken}, now())`,
  );
  return machine;
}
