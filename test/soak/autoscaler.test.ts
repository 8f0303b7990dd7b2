import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { changeMode } from '../../activities/db/autoscalers/change-mode.ts';
import { submitScaler } from '../../activities/db/autoscalers/submit-scaler.ts';
import { query, sql } from '../../activities/db/sql.ts';
import { enqueue } from '../../activities/db/tasks/enqueue.ts';
import { knownResources } from '../../autoscaler/config/known-resources.ts';
import { MachineFarm } from '../support/cloud/machine-farm.ts';
import type { SoakCloud } from '../support/cloud/soak-cloud.ts';
import { startSoakEc2 } from '../support/cloud/soak-ec2.ts';
import { startSoakGce } from '../support/cloud/soak-gce.ts';
import { eventually } from '../support/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { createTask } from '../support/records.ts';
import { startTestTemporal } from '../support/temporal.ts';

/** For how long; 0: until there were faults enough, which takes minutes. */
const HOURS = Number(process.env.SOAK_AUTOSCALER_HOURS ?? 0);
const LEAST_MS = HOURS * 3_600_000;
const FAULTS = Number(process.env.SOAK_AUTOSCALER_FAULTS ?? (HOURS === 0 ? 500 : Math.ceil(HOURS * 60)));
const WHILE = HOURS === 0 ? `${FAULTS} faults` : `${HOURS} hours of faults`;
/** A long run leaves this machine to others as well. */
const SLOWER = HOURS === 0 ? 1 : 10;
const SCALERS = 4;
const MACHINES = 4;
/** Dollars an hour; an hour of each machine is reserved, so that the budget allows three at a time. A long run must not end for want of it. */
const PRICE = 10;
const BUDGET = 38 + HOURS * MACHINES * PRICE;
/** Only against a run that comes to nothing. */
const LONGEST_MS = LEAST_MS + 3_600_000;
/** The orchestrator dies with every so many faults, and now and then for nothing, such as while it starts. */
const KILL_EACH = 4;
const KILLED_FOR_NOTHING = 1 / 600;
const ROUND_MS = 100 * SLOWER;

const EC2: SoakedCloud = ['EC2', startSoakEc2];
const GCE: SoakedCloud = ['Google Cloud', startSoakGce];
/** Not EC2 for hours: moto keeps every machine that ever was and looks through all of them each time, until it answers nobody. */
const CLOUDS = HOURS === 0 ? [EC2, GCE] : [GCE];

type SoakedCloud = [name: string, start: () => Promise<SoakCloud | null>];

for (const [name, startCloud] of CLOUDS)
  describe(`scalers of ${name} whose cloud fails at random and whose orchestrator is killed`, function () {
    this.timeout(LONGEST_MS + 300_000);
    let cloud: SoakCloud | null;
    let temporal: TestWorkflowEnvironment;
    let database: TestDatabase;
    let orchestrator: ChildProcess | null = null;

    before(async function () {
      cloud = await startCloud();
      if (!cloud) this.skip();
      temporal = await startTestTemporal();
      database = await createTestDatabase();
      await query(
        database.db.em.fork(),
        sql`insert into users (id, username, name, created) values ('u', 'u', 'U', now()) on conflict do nothing`,
      );
    });
    after(async () => {
      await stopOrchestrator('SIGTERM');
      await database?.release();
      await temporal?.teardown();
      await cloud?.release();
    });

    function startOrchestrator(): void {
      const env = {
        ...process.env,
        PERDURA_DATABASE_URL: database.url,
        PERDURA_TEMPORAL_ADDRESS: temporal.address,
        PERDURA_LOG_LEVEL: 'error',
      };
      orchestrator = spawn(process.execPath, ['orchestrator/main.ts'], { env, stdio: 'ignore' });
    }

    async function stopOrchestrator(signal: NodeJS.Signals): Promise<void> {
      if (!orchestrator || orchestrator.exitCode !== null || orchestrator.signalCode !== null) return;
      orchestrator.kill(signal);
      await once(orchestrator, 'exit');
    }

    it(`leave no machine behind, launch none twice and keep to maximum and budget through ${WHILE}`, async () => {
      const { db } = database;
      const farm = new MachineFarm(cloud!, db);
      const scalers = await Promise.all(Array.from({ length: SCALERS }, (_, index) => submit(database, cloud!, index)));
      const enqueueOne = async (scaler: { queue: string }) => {
        const task = await createTask(db);
        await enqueue(db, { task, queueName: scaler.queue, actor: 'user:u' });
      };
      const count = { faults: 0, kills: 0 };
      cloud!.failAtRandom({ chance, onFault: () => count.faults++ });

      const begin = Date.now();
      let nextKill = KILL_EACH;
      startOrchestrator();
      const enough = () => count.faults >= FAULTS && Date.now() - begin >= LEAST_MS;
      await during(begin, enough, {
        async each() {
          for (const scaler of scalers) if (chance(0.15)) await enqueueOne(scaler);
          await farm.tend(chance);
          if (chance(0.1)) await harm(cloud!, farm, () => count.faults++);
        },
        due: () => count.faults >= nextKill || chance(KILLED_FOR_NOTHING),
        async kill() {
          await stopOrchestrator('SIGKILL');
          count.kills += 1;
          count.faults += 1;
          nextKill = count.faults + KILL_EACH;
          startOrchestrator();
        },
      });
      console.log(
        `      ${count.faults} faults, ${count.kills} kills, ${farm.tasksDone} tasks in ${Math.round((Date.now() - begin) / 1000)} s`,
      );
      assert.ok(count.faults >= FAULTS);
      assert.ok(farm.tasksDone > 0);

      cloud!.heal();
      await stopAll(database, scalers);
      assert.deepEqual(await cloud!.left(), [], 'machines left behind');
      assert.deepEqual(farm.doubles, [], 'machines launched twice');
      for (const most of Object.values(farm.most)) assert.ok(most <= MACHINES, `${most} machines at a time`);
      const spent = await query<{ dollars: number }>(
        db.em.fork(),
        sql`select sum(extract(epoch from ended - coalesce(launched, created)) / 3600 * hourly_price)::float8 as dollars from machines where launched is not null group by scaler`,
      );
      for (const { dollars } of spent) assert.ok(dollars <= BUDGET, `${dollars} dollars`);
    });
  });

/** Rounds of `each`, and a kill whenever one is due, until it is enough. */
async function during(
  begin: number,
  enough: () => boolean,
  { each, due, kill }: { each(): Promise<void>; due(): boolean; kill(): Promise<void> },
): Promise<void> {
  while (!enough() && Date.now() - begin < LONGEST_MS) {
    await each();
    if (due()) await kill();
    await sleep(ROUND_MS);
  }
}

async function stopAll({ db }: TestDatabase, scalers: { id: string }[]): Promise<void> {
  for (const { id } of scalers) await changeMode(db, { scaler: id, step: { stop: 'all' }, actor: 'user:u', now: new Date() });
  const stopped = async () => (await query(db.em.fork(), sql`select from scalers where mode <> 'stopped'`)).length === 0;
  await eventually('all scalers have stopped', stopped, { deadlineMs: 240_000 });
}

const chance = (probability: number): boolean => Math.random() < probability;

/** Something befalls a machine that exists. */
async function harm(cloud: SoakCloud, farm: MachineFarm, onFault: () => void): Promise<void> {
  const alive = await cloud.alive();
  const id = alive[Math.floor(Math.random() * alive.length)]?.cloudId;
  if (!id) return;
  onFault();
  if (chance(0.3)) farm.hang(id);
  else await cloud.harm(id);
}

async function submit({ db }: TestDatabase, cloud: SoakCloud, index: number): Promise<{ id: string; queue: string }> {
  const queue = `burst-${index}`;
  const resource = (is_spot: boolean) => cloud.resource({ is_spot, hourly_price: PRICE });
  const configuration = {
    configurations: {
      queues: {
        [queue]: [
          ['spot', 3],
          ['ondemand', 2],
        ],
      },
      resource_configurations: { spot: resource(true), ondemand: resource(false) },
    },
    hyper_params: {
      ...cloud.hyperParams,
      workers_prefix: `soak-${index}`,
      max_idle_time_min: 0.05,
      max_spin_up_time_min: 0.5,
      polling_interval_time_min: 0.1,
    },
    perdura: { max_instances: MACHINES, budget: { cost_per_day: BUDGET } },
  };
  const { id } = await submitScaler(db, {
    name: `soak-${index}`,
    configuration,
    userId: 'u',
    actor: 'user:u',
    known: knownResources,
    now: new Date(),
  });
  return { id, queue };
}
