import { joinMachine } from '../../../activities/db/machines/join-machine.ts';
import { noteJoined } from '../../../activities/db/machines/note-joined.ts';
import type { Db } from '../../../activities/db/orm.ts';
import { claimForAgent } from '../../../activities/db/queues/claim.ts';
import { query, sql } from '../../../activities/db/sql.ts';
import { finishAttempt } from '../../../activities/db/tasks/finish-attempt.ts';
import type { RunRef } from '../../../workflows/contracts/run.ts';
import type { LivingMachine, SoakCloud } from './soak-cloud.ts';

interface PretendMachine {
  worker: string | null;
  run: RunRef | null;
  /** Exists and does nothing any more. */
  hangs: boolean;
}

interface LaunchedMachine {
  id: string;
  cloud_id: string | null;
  join_token: string | null;
  queue: string;
}

/** Does for the machines of a simulated cloud what their agents would do: joins, reports, claims and ends tasks. */
export class MachineFarm {
  readonly #cloud: Pick<SoakCloud, 'alive'>;
  readonly #db: Db;
  /** By the cloud's id. */
  readonly #machines = new Map<string, PretendMachine>();
  tasksDone = 0;
  /** Most machines that truly existed at a time, by scaler. */
  readonly most: Record<string, number> = {};
  /** Machines of ours that existed twice at a time. */
  readonly doubles: string[] = [];

  constructor(cloud: Pick<SoakCloud, 'alive'>, db: Db) {
    this.#cloud = cloud;
    this.#db = db;
  }

  hang(cloudId: string): void {
    const machine = this.#machines.get(cloudId);
    if (machine) machine.hangs = true;
  }

  /** One round of everything. */
  async tend(chance: (probability: number) => boolean): Promise<void> {
    const alive = await this.#cloud.alive();
    this.#count(alive);
    const launched = await query<LaunchedMachine>(
      this.#db.em.fork(),
      sql`select id, cloud_id, join_token, queue from machines where ended is null`,
    );
    const byCloudId = new Map(launched.map((machine) => [machine.cloud_id, machine]));
    for (const { cloudId: id } of alive) {
      const machine = this.#machines.get(id) ?? { worker: null, run: null, hangs: chance(0.03) };
      this.#machines.set(id, machine);
      const known = byCloudId.get(id);
      if (known && !machine.hangs) await this.#live(machine, known, chance);
    }
  }

  async #live(machine: PretendMachine, known: LaunchedMachine, chance: (probability: number) => boolean): Promise<void> {
    const db = this.#db;
    const now = new Date();
    if (machine.worker === null) {
      if (known.join_token !== null && chance(0.5)) machine.worker = await this.#join(known).catch(() => null);
      return;
    }
    await query(db.em.fork(), sql`update workers set last_activity = ${now} where id = ${machine.worker}`);
    if (machine.run === null) {
      const queues = await query<{ id: string }>(db.em.fork(), sql`select id from queues where name = ${known.queue}`);
      const input = { queues: queues.map(({ id }) => id), worker: machine.worker, launched: true };
      machine.run = (await claimForAgent(db, input).catch(() => null))?.claim?.run ?? null;
    } else if (chance(0.2)) {
      await finishAttempt(db, { run: machine.run, end: { kind: 'executed', outcome: { kind: 'exited', exitCode: 0 } } });
      machine.run = null;
      this.tasksDone += 1;
    }
  }

  async #join({ id, join_token }: LaunchedMachine): Promise<string> {
    const now = new Date();
    const { worker, queue } = await joinMachine(this.#db, {
      token: join_token!,
      nonce: id,
      credentialsFor: (machine) => ({ accessKey: machine, secretHash: machine }),
      now,
    });
    await query(
      this.#db.em.fork(),
      sql`insert into workers (id, kind, user_id, queues, register_time, register_timeout, last_activity)
          select ${worker}, 'perdura', 'u', array[id], ${now}, 25, ${now} from queues where name = ${queue}`,
    );
    await noteJoined(this.#db.em.fork(), worker, now);
    return worker;
  }

  #count(alive: LivingMachine[]): void {
    for (const [scaler, own] of Map.groupBy(alive, (living) => living.scaler))
      this.most[scaler] = Math.max(this.most[scaler] ?? 0, own.length);
    for (const [machine, own] of Map.groupBy(alive, (living) => living.machine)) if (own.length > 1) this.doubles.push(machine);
  }
}
