import assert from 'node:assert/strict';
import { interruptMachine } from '../../activities/db/machines/interrupt-machine.ts';
import { sql } from '../../activities/db/sql.ts';
import { releaseRun } from '../../activities/db/tasks/finish-attempt.ts';
import { viewAttempts, viewTask } from '../support/records.ts';
import { type MachineRecord, ScalerBench, type ScalerFile } from '../support/scaler-bench.ts';
import { noCapacity } from '../support/scripted-cloud.ts';

describe('the activities of a scaler', () => {
  let bench: ScalerBench;
  before(async () => {
    bench = await ScalerBench.create();
  });
  after(() => bench.database.release());

  const resources = async () => (await bench.alive()).map(({ resource }) => resource).toSorted();
  const states = async () => (await bench.machines()).map(({ state }) => state);
  /** The one machine of a new scaler, which has just ended a task. */
  async function idleMachine(): Promise<string> {
    await bench.start();
    await bench.enqueue(1);
    await bench.look();
    const [worker] = await bench.join();
    await bench.finish((await bench.claim(worker!))!);
    await bench.run(sql`update attempts set ended = ${bench.now} where worker = ${worker}`);
    return worker!;
  }

  it('launch three machines for ten tasks where three are allowed, and no more at later looks', async () => {
    await bench.start();
    await bench.enqueue(10);
    await bench.look();
    await bench.look();
    assert.equal(bench.cloud.alive.length, 3);
    assert.equal((await bench.alive()).length, 3);
  });

  it('tell a machine what it is: worker id of prefix, resource, type and the cloud’s id', async () => {
    await bench.start();
    await bench.enqueue(1);
    await bench.look();
    const [worker] = await bench.join();
    assert.equal(worker, `dynamic_worker:gpu:g4dn.xlarge:${bench.cloud.alive[0]!.cloudId}`);
  });

  it('end a machine after its idle time, not before, and never one with a task', async () => {
    await bench.start();
    await bench.enqueue(2);
    await bench.look();
    const [first, second] = await bench.join();
    const run = await bench.claim(first!);
    await bench.finish((await bench.claim(second!))!);
    await bench.run(sql`update attempts set ended = ${bench.now} where worker = ${second}`);
    await bench.pass(9);
    await bench.look();
    assert.equal(bench.cloud.alive.length, 2);
    await bench.pass(2);
    await bench.look();
    assert.deepEqual((await bench.machines()).map(({ state, end_reason }) => [state, end_reason]).toSorted(), [
      ['ended', 'idle'],
      ['joined', null],
    ]);
    assert.equal((await viewAttempts(bench.database.db, run!.taskId))[0]?.state, 'running');
  });

  it('refuse the claim of a machine that is to end', async () => {
    const worker = await idleMachine();
    await bench.pass(11);
    await bench.activities.planMachines({ scaler: bench.scaler, name: 's' });
    await bench.enqueue(1);
    await assert.rejects(bench.claim(worker), /is to be ended and takes no more work/);
  });

  it('leave a machine alone that has claimed a task before the look that would have ended it', async () => {
    const worker = await idleMachine();
    await bench.pass(11);
    const [task] = await bench.enqueue(1);
    assert.equal((await bench.claim(worker))?.taskId, task);
    await bench.look();
    assert.deepEqual(await states(), ['joined']);
    assert.equal((await viewAttempts(bench.database.db, task!))[0]?.state, 'running');
  });

  it('keep a machine for a task that was enqueued in the last second before its idle limit', async () => {
    const worker = await idleMachine();
    await bench.pass(9.99);
    await bench.enqueue(1);
    await bench.pass(0.02);
    await bench.look();
    assert.deepEqual([await states(), bench.cloud.alive.length], [['joined'], 1]);
    assert.ok(await bench.claim(worker), 'it takes the task');
  });

  it('end a machine that never joins, and launch another', async () => {
    await bench.start();
    await bench.enqueue(1);
    await bench.look();
    bench.cloud.console = 'kernel panic';
    await bench.pass(31);
    await bench.look();
    await bench.look();
    const [gone, fresh] = await bench.machines();
    assert.deepEqual([gone?.end_reason, gone?.console, fresh?.state], ['spin-up', 'kernel panic', 'launched']);
    assert.equal(bench.cloud.alive.length, 1);
  });

  it('keep what a machine has printed, while it is there and when it ends by itself', async () => {
    await bench.start();
    await bench.enqueue(1);
    await bench.look();
    const [machine] = await bench.machines();
    const kept = async () => (await bench.machines())[0]?.console;
    await bench.activities.keepConsole(machine!.id);
    assert.equal(await kept(), null, 'nothing yet');
    bench.cloud.console = 'boot\0\uD800';
    await bench.activities.keepConsole(machine!.id);
    assert.equal(await kept(), 'boot\uFFFD\uFFFD');
    bench.cloud.console = `${'x'.repeat(300_000)}power off`;
    bench.cloud.set(machine!.cloud_id!, { state: 'gone', endedBy: 'it has ended by itself' });
    await bench.pass(1);
    await bench.look();
    assert.equal((await bench.machines())[0]?.state, 'ended');
    assert.match((await kept()) ?? '', /^x{262135}power off$/);
    await bench.activities.keepConsole(machine!.id);
  });

  it('launch two spot machines and one that is not for five tasks where the queue may have so many of each', async () => {
    await bench.start(twoSpotThenOneOther);
    await bench.enqueue(5);
    await bench.look();
    await bench.look();
    assert.deepEqual(await resources(), ['ondemand', 'spot', 'spot']);
    assert.equal(bench.cloud.alive.length, 3);
    assert.deepEqual(
      (await bench.events()).filter((event) => event.startsWith('refused')),
      [],
    );
  });

  it('fall to the next resource when the cloud has no capacity, and try the first again after its rest', async () => {
    await bench.start(twoSpotThenOneOther);
    bench.cloud.onLaunch = ({ resource }) => (resource.name === 'spot' ? noCapacity() : undefined);
    await bench.enqueue(3);
    await bench.look();
    await bench.look();
    assert.deepEqual(await resources(), ['ondemand']);
    assert.ok((await bench.events()).some((event) => event.startsWith('refused: spot: InsufficientInstanceCapacity')));
    bench.cloud.onLaunch = () => {};
    await bench.look();
    assert.deepEqual(await resources(), ['ondemand']);
    await bench.pass(1);
    await bench.look();
    assert.deepEqual(await resources(), ['ondemand', 'spot', 'spot']);
  });

  it('find a machine again whose launch took effect before anybody heard of it', async () => {
    await bench.start();
    await bench.enqueue(1);
    bench.cloud.onLaunched = () => {
      throw new Error('connection reset');
    };
    await bench.look();
    assert.equal((await bench.machines())[0]?.state, 'planned');
    bench.cloud.onLaunched = () => {};
    await bench.look();
    assert.deepEqual([bench.cloud.alive.length, (await bench.machines())[0]?.state], [1, 'launched']);
  });

  it('end a machine that turns up after it was given up', async () => {
    await bench.start();
    await bench.enqueue(1);
    bench.cloud.listLag = 2;
    bench.cloud.onLaunched = () => {
      throw new Error('connection reset');
    };
    await bench.look();
    await bench.run(sql`update scalers set mode = 'draining' where id = ${bench.scaler}`);
    await bench.pass(31);
    await bench.look();
    assert.equal((await bench.machines())[0]?.state, 'ended');
    assert.equal(bench.cloud.alive.length, 1);
    for (let look = 0; look < 3; look += 1) {
      await bench.pass(2);
      await bench.look();
    }
    assert.equal(bench.cloud.alive.length, 0);
  });

  it('end the second of two machines that a cloud has made for one id', async () => {
    await bench.start();
    await bench.enqueue(1);
    await bench.look();
    const [first] = bench.cloud.machines.slice(-1);
    bench.cloud.machines.push({ ...first!, cloudId: 'i-twin' });
    await bench.pass(1);
    await bench.look();
    assert.deepEqual(
      bench.cloud.alive.map(({ cloudId }) => cloudId),
      [first!.cloudId],
    );
    assert.deepEqual(
      (await bench.machines()).map(({ state }) => state),
      ['launched'],
    );
  });

  it('notice a machine that somebody ended, requeue its task and replace it', async () => {
    await bench.start();
    const [task] = await bench.enqueue(1);
    await bench.look();
    const [worker] = await bench.join();
    await bench.claim(worker!);
    bench.cloud.set((await bench.machines())[0]!.cloud_id!, { state: 'gone', endedBy: 'Client.UserInitiatedShutdown' });
    await bench.pass(0.5, { silent: [worker!] });
    await bench.look();
    await bench.look();
    assert.equal((await viewTask(bench.database.db, task!)).status, 'queued');
    assert.deepEqual(
      (await bench.machines()).map(({ state }) => state),
      ['ended', 'launched'],
    );
    assert.ok((await bench.events()).includes('gone: Client.UserInitiatedShutdown'));
  });

  it('give up a machine that hangs, with its task requeued', async () => {
    await bench.start();
    const [task] = await bench.enqueue(1);
    await bench.look();
    const [worker] = await bench.join();
    await bench.claim(worker!);
    await bench.pass(1, { silent: [worker!] });
    await bench.look();
    assert.deepEqual((await bench.machines())[0]?.end_reason, 'silent');
    assert.deepEqual(
      (await viewAttempts(bench.database.db, task!)).map(({ state }) => state),
      ['lost', 'waiting'],
    );
  });

  it('replace a machine that the cloud takes back while it finishes its task, and charge the task nothing', async () => {
    await bench.start();
    const [task] = await bench.enqueue(1);
    await bench.look();
    const [worker] = await bench.join();
    await bench.claim(worker!);
    bench.cloud.set((await bench.machines())[0]!.cloud_id!, { interrupted: true });
    await bench.pass(1.5);
    await bench.look();
    await bench.enqueue(1);
    await bench.look();
    assert.equal(bench.cloud.alive.length, 2);
    await assert.rejects(bench.claim(worker!), /is taken back by its cloud/);
    bench.cloud.set((await bench.machines())[0]!.cloud_id!, { state: 'gone', endedBy: 'Server.SpotInstanceTermination' });
    await bench.pass(1.5);
    await bench.look();
    assert.deepEqual(
      (await viewAttempts(bench.database.db, task!)).map(({ state }) => state),
      ['released', 'waiting'],
    );
  });

  it('replace a machine that gives its task back at the notice of its cloud, and end it', async () => {
    await bench.start();
    const [task] = await bench.enqueue(1);
    await bench.look();
    const [worker] = await bench.join();
    const run = await bench.claim(worker!);
    const { db } = bench.database;
    const [{ id: machine }] = (await bench.machines()) as [MachineRecord];
    const notice = { action: 'terminate' as const, time: '2026-03-02T08:02:00Z' };
    await interruptMachine(db, { machine, accessKey: machine, notice, now: bench.now });
    await releaseRun(db, { run: run!, reason: 'the agent was stopped', actor: `worker:${worker}` });
    assert.equal((await viewTask(db, task!)).status, 'queued');
    await bench.look();
    assert.deepEqual((await bench.machines()).map(({ state, end_reason }) => [state, end_reason]).toSorted(), [
      ['ended', 'interrupted'],
      ['launched', null],
    ]);
    const [replacement] = await bench.join();
    assert.equal((await bench.claim(replacement!))?.taskId, task);
  });

  it('keep a budget: launch while it lasts, end before it is passed', async () => {
    await bench.start((file) => {
      file.perdura = { budget: { cost_per_day: 4 } };
    });
    await bench.enqueue(3);
    await bench.look();
    const workers = await bench.join();
    for (const worker of workers) await bench.claim(worker);
    assert.equal(workers.length, 3);
    for (let minute = 0; minute < 90; minute += 1) {
      await bench.pass(1);
      await bench.look();
    }
    const [spent] = (await bench.database.db.em
      .fork()
      .execute(
        `select sum(extract(epoch from coalesce(ended, ?) - launched) / 3600 * hourly_price)::float8 as dollars from machines where scaler = ?`,
        [bench.now, bench.scaler],
      )) as { dollars: number }[];
    assert.equal(bench.cloud.alive.length, 0);
    assert.ok(spent!.dollars <= 4, `${spent!.dollars} dollars`);
    assert.ok(spent!.dollars > 3.5, `${spent!.dollars} dollars`);
  });

  it('note what keeps the cloud from answering, and go on once it does', async () => {
    await bench.start();
    await bench.enqueue(1);
    await bench.look();
    const error = async () =>
      (
        (await bench.database.db.em.fork().execute('select cloud_error from scalers where id = ?', [bench.scaler])) as {
          cloud_error: string | null;
        }[]
      )[0]?.cloud_error;
    const { list } = bench.cloud.provider;
    bench.cloud.provider.list = () => Promise.reject(new Error('connect ECONNREFUSED'));
    await bench.pass(1);
    await bench.look();
    assert.equal(await error(), 'connect ECONNREFUSED');
    bench.cloud.provider.list = list;
    await bench.pass(1);
    await bench.look();
    assert.equal(await error(), null);
  });

  it('ask the cloud nothing while there is no machine', async () => {
    await bench.start();
    const look = await bench.look();
    assert.deepEqual([look.seeCloud, look.nextMs], [false, 300_000]);
  });
});

/** Each queue may have two machines of the first resource, and one of the second. */
function twoSpotThenOneOther({ configurations }: ScalerFile): void {
  const { gpu } = configurations.resource_configurations;
  configurations.resource_configurations = { spot: { ...gpu, is_spot: true }, ondemand: { ...gpu } };
  for (const queue of Object.keys(configurations.queues))
    configurations.queues[queue] = [
      ['spot', 2],
      ['ondemand', 1],
    ];
}
