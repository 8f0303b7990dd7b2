import assert from 'node:assert/strict';
import type { Db } from '../../../../activities/db/orm.ts';
import { claim, claimForAgent } from '../../../../activities/db/queues/claim.ts';
import { explainWaiting } from '../../../../activities/db/queues/explain-waiting.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { cloneTask } from '../../../../activities/db/tasks/clone-task.ts';
import { enqueue } from '../../../../activities/db/tasks/enqueue.ts';
import { registerAgent } from '../../../../activities/db/workers/register-agent.ts';
import { recordReport } from '../../../../activities/db/workers/stock-workers.ts';
import { agentRequest } from '../../../support/agent-request.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { createQueue, createTask } from '../../../support/records.ts';

describe('claims', () => {
  let database: TestDatabase;
  let db: Db;
  let queue: string;
  let counter = 0;
  before(async () => {
    database = await createTestDatabase();
    db = database.db;
  });
  after(() => database.release());
  beforeEach(async () => {
    queue = await createQueue(db, `queue-${++counter}`);
  });

  async function waits({ gpus = 0, pinnedTo = null }: { gpus?: number; pinnedTo?: string | null } = {}): Promise<string> {
    const task = await createTask(db);
    await query(db.em.fork(), sql`update tasks set gpus_needed = ${gpus}, pinned_worker = ${pinnedTo} where id = ${task}`);
    await enqueue(db, { task, queue, actor: 'user:u' });
    return task;
  }
  async function agent(name: string, { gpus = 0, queues = [queue] } = {}): Promise<string> {
    const worker = `${name}-${counter}`;
    await registerAgent(db, {
      request: agentRequest(worker, { queues, gpus: Array.from({ length: gpus }, (_, index) => index) }),
      userId: 'u',
      ip: '127.0.0.1',
      now: new Date(),
    });
    return worker;
  }
  const takes = async (worker: string) => (await claimForAgent(db, { queues: [queue], worker })).claim?.run.taskId;
  const reason = async (task: string) => (await explainWaiting(db.em.fork(), task, new Date())).reason;

  it('leave a task that needs GPUs to agents that have as many, and take the others in their order', async () => {
    const [big, first, second] = [await waits({ gpus: 2 }), await waits(), await waits({ gpus: 1 })];
    const [none, two] = [await agent('none'), await agent('two', { gpus: 2 })];
    assert.deepEqual([await takes(none), await takes(none)], [first, undefined]);
    assert.deepEqual(await claimForAgent(db, { queues: [queue], worker: none }), { claim: null, unfit: [queue] });
    assert.deepEqual([await takes(two), await takes(two), await takes(two)], [big, second, undefined]);
    assert.deepEqual(await claimForAgent(db, { queues: [queue], worker: none }), { claim: null, unfit: [] });
  });

  it('say for how many GPUs a task waits', async () => {
    const task = await waits({ gpus: 2 });
    const worker = await agent('one', { gpus: 1 });
    assert.equal(await reason(task), `needs 2 GPUs, and no worker of the queue "queue-${counter}" has as many: ${worker} has 1`);
  });

  it('count the GPUs of a stock agent by what it reports', async () => {
    const task = await waits({ gpus: 2 });
    const stock = async (worker: string, stats: Record<string, number[]>) => {
      await recordReport(db, { worker, userId: 'u', ip: '127.0.0.1', queues: [queue], stats, now: new Date() });
      return claim(db, { queues: [queue], worker, kind: 'external' });
    };
    assert.equal(await stock('stock:gpu0', { gpu_usage: [1] }), null);
    assert.equal((await stock('stock:gpu0,1', { gpu_usage: [1, 2] }))?.run.taskId, task);
  });

  it('leave a pinned task to its worker while that one is there for it', async () => {
    const [home, other] = [await agent('home'), await agent('other')];
    const pinned = await waits({ pinnedTo: home });
    assert.equal(await takes(other), undefined);
    assert.equal(await reason(pinned), `is to run on ${home}: ${home} is free and about to take it`);
    assert.equal(await takes(home), pinned);
  });

  const absences: [string, (worker: string) => Promise<unknown>][] = [
    [
      'is silent',
      (worker) => query(db.em.fork(), sql`update workers set last_activity = now() - interval '1 h' where id = ${worker}`),
    ],
    ['takes no more work', (worker) => query(db.em.fork(), sql`update workers set draining = true where id = ${worker}`)],
    ['serves another queue', (worker) => query(db.em.fork(), sql`update workers set queues = '{}' where id = ${worker}`)],
    ['is gone', (worker) => query(db.em.fork(), sql`delete from workers where id = ${worker}`)],
  ];
  for (const [what, leave] of absences)
    it(`give a pinned task to any worker when its own ${what}`, async () => {
      const [home, other] = [await agent('home'), await agent('other')];
      const pinned = await waits({ pinnedTo: home });
      await leave(home);
      assert.equal(
        await reason(pinned),
        `${home}, where it was to run, is not there for it: ${other} is free and about to take it`,
      );
      assert.equal(await takes(other), pinned);
    });

  it('of a new agent wake the queues in which something waits', async () => {
    await waits({ gpus: 1 });
    await query(db.em.fork(), sql`delete from outbox`);
    await agent('new', { gpus: 1 });
    const messages = await query<{ message: object }>(db.em.fork(), sql`select message from outbox`);
    assert.deepEqual(
      messages.map(({ message }) => message),
      [{ kind: 'wakeQueue', queue }],
    );
  });

  it('find GPUs needed by a clone as by its source', async () => {
    const { id } = await cloneTask(db, { task: await waits({ gpus: 4 }), userId: 'u', overrides: { project: '' } });
    const [clone] = await query<{ gpus_needed: number }>(db.em.fork(), sql`select gpus_needed from tasks where id = ${id}`);
    assert.equal(clone?.gpus_needed, 4);
  });
});
