import { createAutoscalerActivities } from '../../activities/autoscaler-activities.ts';
import { newId } from '../../activities/db/ids.ts';
import { joinMachine } from '../../activities/db/machines/join-machine.ts';
import { noteJoined } from '../../activities/db/machines/note-joined.ts';
import { claimForAgent } from '../../activities/db/queues/claim.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { finishAttempt } from '../../activities/db/tasks/finish-attempt.ts';
import { parseConfiguration } from '../../autoscaler/config/parse.ts';
import { splitSecrets } from '../../autoscaler/config/secrets.ts';
import type { AutoscalerActivities, ScalerLook } from '../../workflows/contracts/autoscaler.ts';
import type { RunRef } from '../../workflows/contracts/run.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';
import { createQueue, createTask } from './records.ts';
import { ScriptedCloud } from './scripted-cloud.ts';

export interface MachineRecord {
  id: string;
  state: string;
  cloud_id: string | null;
  worker: string | null;
  end_reason: string | null;
  error: string | null;
  console: string | null;
  resource: string;
}

/** A scaler over a real database and a cloud in memory, with a clock that the test moves. */
export class ScalerBench {
  readonly cloud = new ScriptedCloud();
  readonly database: TestDatabase;
  readonly activities: AutoscalerActivities;
  now = new Date('2026-03-02T08:00:00Z');
  scaler = '';
  queue = '';

  private constructor(database: TestDatabase) {
    this.database = database;
    const { provider } = this.cloud;
    this.cloud.now = () => this.now;
    this.activities = createAutoscalerActivities({
      db: database.db,
      serverUrl: 'http://server:8008',
      createProvider: () => provider,
      known: () => ({ prices: {}, gpus: {} }),
      now: () => this.now,
    });
  }

  static async create(): Promise<ScalerBench> {
    const bench = new ScalerBench(await createTestDatabase());
    await bench.run(sql`insert into users (id, username, name, created) values ('u', 'u', 'U', now()) on conflict do nothing`);
    return bench;
  }

  /** A new scaler on a queue of its own; `change` edits ClearML's file, with one resource `gpu` of at most three machines. */
  async start(change: (file: ScalerFile) => void = () => {}): Promise<void> {
    const name = `queue-${newId().slice(0, 8)}`;
    const file = scalerFile(name);
    change(file);
    const { configuration, secrets } = splitSecrets(parseConfiguration(file));
    this.cloud.machines.length = 0;
    Object.assign(this.cloud, { onLaunch: () => {}, onLaunched: () => {}, onEnd: () => {}, console: null, listLag: 0 });
    this.queue = await createQueue(this.database.db, name);
    this.scaler = newId();
    await this.run(
      sql`insert into scalers (id, name, user_id, configuration, secrets, created)
          values (${this.scaler}, ${name}, 'u', ${JSON.stringify(configuration)}::jsonb, ${JSON.stringify(secrets)}::jsonb, ${this.now})`,
    );
  }

  async enqueue(count: number): Promise<string[]> {
    const tasks: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const task = await createTask(this.database.db);
      await enqueue(this.database.db, { task, queue: this.queue, actor: 'user:u' });
      tasks.push(task);
    }
    return tasks;
  }

  /** One look, and all that it asks for, one after the other; whatever fails is left for the next look, as after a crash. */
  async look(): Promise<ScalerLook> {
    const input = { scaler: this.scaler, name: 's' };
    const look = await this.activities.planMachines(input);
    const attempt = (work: Promise<unknown>) => work.catch(() => undefined);
    if (look.seeCloud) await attempt(this.activities.seeCloud(input));
    for (const machine of look.launch) await attempt(this.activities.launchMachine(machine));
    for (const machine of look.end) await attempt(this.activities.endMachine(machine));
    return look;
  }

  /** The agents of all machines that are launched and have not joined do so. */
  async join(): Promise<string[]> {
    const launched = new Set((await this.machines()).flatMap(({ id, state }) => (state === 'launched' ? [id] : [])));
    for (const { joinToken, machine } of this.cloud.machines) {
      if (!launched.delete(machine)) continue;
      const { worker } = await joinMachine(this.database.db, {
        token: joinToken,
        nonce: machine,
        credentialsFor: (id) => ({ accessKey: id, secretHash: id }),
        now: this.now,
      });
      await this.run(
        sql`insert into workers (id, kind, user_id, queues, register_time, register_timeout, last_activity)
            values (${worker}, 'perdura', 'u', ${[this.queue]}, ${this.now}, 25, ${this.now})`,
      );
      await noteJoined(this.database.db.em.fork(), worker, this.now);
    }
    return (await this.machines()).flatMap(({ worker, state }) => (worker && state === 'joined' ? [worker] : []));
  }

  async claim(worker: string): Promise<RunRef | null> {
    const { claim } = await claimForAgent(this.database.db, { queues: [this.queue], worker, launched: true });
    return claim?.run ?? null;
  }

  finish(run: RunRef): Promise<void> {
    return finishAttempt(this.database.db, { run, end: { kind: 'executed', outcome: { kind: 'exited', exitCode: 0 } } });
  }

  /** Time passes; agents that are not named silent are heard of meanwhile. */
  async pass(minutes: number, { silent = [] }: { silent?: string[] } = {}): Promise<void> {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
    await this.run(sql`update workers set last_activity = ${this.now} where not id = any(${silent})`);
    await this.run(sql`update server_starts set at = ${new Date(0)}`);
  }

  machines(): Promise<MachineRecord[]> {
    return query(this.database.db.em.fork(), sql`select * from machines where scaler = ${this.scaler} order by created, id`);
  }

  async alive(): Promise<MachineRecord[]> {
    return (await this.machines()).filter(({ state }) => state !== 'ended');
  }

  async events(): Promise<string[]> {
    const rows = await query<{ kind: string; text: string }>(
      this.database.db.em.fork(),
      sql`select kind, text from scaler_events where scaler = ${this.scaler} order by id`,
    );
    return rows.map(({ kind, text }) => `${kind}: ${text}`);
  }

  async run(statement: Parameters<typeof query>[1]): Promise<void> {
    await query(this.database.db.em.fork(), statement);
  }
}

export type ScalerFile = ReturnType<typeof scalerFile>;

const scalerFile = (queue: string) => ({
  configurations: {
    extra_clearml_conf: '',
    extra_trains_conf: '',
    extra_vm_bash_script: '',
    queues: { [queue]: [['gpu', 3]] } as Record<string, [string, number][]>,
    resource_configurations: {
      gpu: {
        instance_type: 'g4dn.xlarge',
        ami_id: 'ami-1',
        availability_zone: 'us-west-2c',
        is_spot: false,
        hourly_price: 1,
      },
    } as Record<string, Record<string, unknown>>,
  },
  hyper_params: {
    cloud_credentials_key: 'AKIA-KEY',
    cloud_credentials_secret: 'cloud-secret',
    cloud_credentials_region: 'us-west-2',
    cloud_provider: '',
    default_docker_image: '',
    git_user: 'git',
    git_pass: 'git-secret',
    max_idle_time_min: 10,
    max_spin_up_time_min: 30,
    polling_interval_time_min: 5,
    use_credentials_chain: false,
    workers_prefix: 'dynamic_worker',
  },
  perdura: {} as Record<string, unknown>,
});
