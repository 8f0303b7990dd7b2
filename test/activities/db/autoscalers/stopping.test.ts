import assert from 'node:assert/strict';
import { changeMode, type ScalerStep } from '../../../../activities/db/autoscalers/change-mode.ts';
import { planMachines } from '../../../../activities/db/autoscalers/plan-machines.ts';
import { submitScaler } from '../../../../activities/db/autoscalers/submit-scaler.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { knownResources } from '../../../../autoscaler/config/known-resources.ts';
import { dockerFile } from '../../../autoscaler/config/files.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { createTask } from '../../../support/records.ts';

const IDLE_MINUTES = 10;
const MINUTE_MS = 60_000;

describe('a scaler that is stopped', () => {
  let database: TestDatabase;
  let scaler: string;
  let now: Date;
  before(async () => {
    database = await createTestDatabase();
    await rows(sql`insert into users (id, username, name, created) values ('u', 'ada', 'Ada', now())`);
  });
  after(() => database.release());
  beforeEach(async () => {
    now = new Date();
    const configuration = dockerFile({ hyper_params: { max_idle_time_min: IDLE_MINUTES }, perdura: { warm_pool: { cpu: 1 } } });
    const input = {
      name: `scaler ${Math.random()}`,
      configuration,
      userId: 'u',
      actor: 'user:u',
      known: knownResources,
      now,
      serverUrl: 'http://s',
    };
    ({ id: scaler } = await submitScaler(database.db, input));
  });

  const rows = <T = any>(statement: ReturnType<typeof sql>) => query<T>(database.db.em.fork(), statement);
  const look = () => planMachines(database.db, { input: { scaler, name: 's' }, known: knownResources, now });
  const step = (step: ScalerStep) => changeMode(database.db, { scaler, step, actor: 'user:u', now });
  const mode = async () => (await rows(sql`select mode from scalers where id = ${scaler}`))[0].mode;
  const states = async () =>
    (await rows(sql`select state from machines where scaler = ${scaler} order by id`)).map(({ state }) => state);
  async function addMachine(id: string, { busy = false } = {}): Promise<void> {
    const worker = `${id}-${scaler}`;
    await rows(sql`insert into machines (id, scaler, queue, resource, instance_type, why, state, created, launched, joined, worker)
      values (${worker}, ${scaler}, 'cpu', 'local', 'docker', '', 'joined', ${now}, ${now}, ${now}, ${worker})`);
    await rows(sql`insert into workers (id, kind, user_id, register_time, last_activity, register_timeout)
      values (${worker}, 'perdura', 'u', ${now}, ${now}, 86400)`);
    const task = busy ? await createTask(database.db) : '';
    if (busy)
      await rows(
        sql`insert into attempts (task, number, state, worker, created) values (${task}, 1, 'running', ${worker}, ${now})`,
      );
  }
  const end = () => rows(sql`update machines set state = 'ended', ended = ${now} where scaler = ${scaler} and state = 'ending'`);

  it('with the end of all machines ends them at their work, and stops with the last one', async () => {
    await addMachine('a', { busy: true });
    await addMachine('b');
    await step({ stop: 'all' });
    assert.equal((await look()).end.length, 2);
    assert.equal(await mode(), 'stopping');
    await end();
    assert.equal((await look()).over, true);
    assert.equal(await mode(), 'stopped');
  });

  it('with the end of idle machines lets the others finish', async () => {
    await addMachine('a', { busy: true });
    await addMachine('b');
    await step({ stop: 'idle' });
    await look();
    assert.deepEqual(await states(), ['joined', 'ending']);
    await end();
    assert.equal((await look()).over, false);
    await rows(sql`update attempts set ended = ${now} where worker = ${`a-${scaler}`}`);
    await look();
    assert.deepEqual(await states(), ['ending', 'ended']);
  });

  it('with the end of none leaves them until they have been idle for too long, those of a warm pool among them', async () => {
    await addMachine('a');
    await step({ stop: 'nothing' });
    assert.deepEqual((await look()).end, []);
    now = new Date(now.getTime() + (IDLE_MINUTES + 1) * MINUTE_MS);
    assert.equal((await look()).end.length, 1);
    await end();
    assert.equal((await look()).over, true);
    assert.equal(await mode(), 'stopped');
  });

  it('looks once more for a machine whose launch nobody has confirmed', async () => {
    await rows(sql`insert into machines (id, scaler, queue, resource, instance_type, why, state, created)
      values (${scaler}, ${scaler}, 'cpu', 'local', 'docker', '', 'planned', ${now})`);
    await step({ stop: 'all' });
    await look();
    await end();
    const later = async (seconds: number, { seen }: { seen: boolean }) => {
      now = new Date(now.getTime() + seconds * 1000);
      if (seen) await rows(sql`update scalers set cloud_seen = ${now} where id = ${scaler}`);
      return look();
    };
    const first = await later(1, { seen: true });
    assert.deepEqual([first.over, first.nextMs], [false, 15_000]);
    assert.equal((await later(61, { seen: false })).seeCloud, true);
    assert.equal(await mode(), 'stopping');
    assert.equal((await later(1, { seen: true })).over, true);
    assert.equal(await mode(), 'stopped');
  });

  it('launches nothing, and does so again when it is started', async () => {
    await step({ stop: 'nothing' });
    assert.equal((await look()).over, true, 'no machine: at once');
    await step('start');
    assert.equal((await look()).launch.length, 1, 'the one of its warm pool');
    await step({ stop: 'idle' });
    assert.equal((await look()).launch.length, 0);
  });
});
