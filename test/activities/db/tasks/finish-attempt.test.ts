import assert from 'node:assert/strict';
import type { Db } from '../../../../activities/db/orm.ts';
import { claim } from '../../../../activities/db/queues/claim.ts';
import { deleteQueue } from '../../../../activities/db/queues/clear-queue.ts';
import { query, sql } from '../../../../activities/db/sql.ts';
import { enqueue } from '../../../../activities/db/tasks/enqueue.ts';
import { finishAttempt, releaseRun } from '../../../../activities/db/tasks/finish-attempt.ts';
import { reportStatus } from '../../../../activities/db/tasks/report-status.ts';
import { retryTask } from '../../../../activities/db/tasks/retry.ts';
import { setInfrastructureRetries } from '../../../../activities/db/tasks/set-policy.ts';
import { stopTask } from '../../../../activities/db/tasks/stop.ts';
import type { RunRef } from '../../../../workflows/contracts/run.ts';
import type { AttemptEnd } from '../../../../workflows/contracts/server-activities.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { createQueue, createTask, viewAttempts, viewTask } from '../../../support/records.ts';

const LOST: AttemptEnd = { kind: 'agentLost' };
const EXIT_CODE_1: AttemptEnd = { kind: 'executed', outcome: { kind: 'exited', exitCode: 1 } };

describe("a task's budget for failures of the infrastructure", () => {
  let database: TestDatabase;
  let db: Db;
  let queue: string;
  let task: string;
  let counter = 0;
  before(async () => {
    database = await createTestDatabase();
    db = database.db;
  });
  after(() => database.release());
  beforeEach(async () => {
    queue = await createQueue(db, `queue-${++counter}`);
    task = await enqueued();
  });

  async function enqueued(): Promise<string> {
    const id = await createTask(db);
    await enqueue(db, { task: id, queue, actor: 'user:u' });
    return id;
  }
  async function claimed(): Promise<RunRef> {
    const { run } = (await claim(db, { queues: [queue], worker: 'w', kind: 'agent' }))!;
    assert.equal(run.taskId, task);
    return run;
  }
  /** The next attempt begins, and ends so. */
  const attempt = async (end: AttemptEnd) => finishAttempt(db, { run: await claimed(), end });
  const stands = async () => {
    const { status, status_reason, status_message } = await viewTask(db, task);
    return [status, status_reason, status_message];
  };
  const states = async () => (await viewAttempts(db, task)).map(({ state }) => state);
  const used = async () =>
    (await query<{ used: number }>(db.em.fork(), sql`select infrastructure_failures as used from tasks where id = ${task}`))[0]
      ?.used;

  it('is two: the task waits again at the head of its queue after each of two losses, and fails with the third', async () => {
    await enqueued();
    await attempt(LOST);
    assert.deepEqual(await stands(), ['queued', 'worker lost', '1 of 3 attempts lost']);
    await attempt(LOST);
    assert.deepEqual(await stands(), ['queued', 'worker lost', '2 of 3 attempts lost']);
    await attempt(LOST);
    assert.deepEqual(await stands(), ['failed', 'worker lost', '3 of 3 attempts lost']);
    assert.deepEqual(await states(), ['lost', 'lost', 'lost']);
  });

  it('is what its policy says', async () => {
    await setInfrastructureRetries(db.em.fork(), task, 0);
    await attempt(LOST);
    assert.deepEqual(await stands(), ['failed', 'worker lost', '1 of 1 attempts lost']);
  });

  it('is used up also by a stage that keeps failing for want of infrastructure, which is then the reason', async () => {
    await setInfrastructureRetries(db.em.fork(), task, 1);
    const end: AttemptEnd = { kind: 'infrastructureFailed', stage: 'install', message: 'no route to host' };
    await attempt(end);
    await attempt(end);
    assert.deepEqual(await stands(), ['failed', 'install: no route to host', '2 of 2 attempts lost']);
  });

  it("is not used by a failure of the user's code, which no other attempt follows by itself", async () => {
    await attempt(LOST);
    await attempt(EXIT_CODE_1);
    assert.deepEqual((await stands()).slice(0, 2), ['failed', 'exit code 1']);
    assert.deepEqual([await states(), await used()], [['lost', 'failed'], 1]);
  });

  it('is not used by an agent that gives its task back', async () => {
    await releaseRun(db, { run: await claimed(), reason: 'the agent was stopped', actor: 'worker:w' });
    assert.deepEqual([await stands(), await used()], [['queued', 'the agent was stopped', ''], 0]);
  });

  it('is not used by a task that was asked to stop, or has ended, before its agent was lost: it stays so', async () => {
    const stopping = await claimed();
    await stopTask(db, { task, actor: 'user:u' });
    await finishAttempt(db, { run: stopping, end: LOST });
    assert.deepEqual(await stands(), ['stopped', 'worker lost while it was to stop', '']);
    for (const to of ['completed', 'failed', 'stopped'] as const) {
      task = await enqueued();
      const run = await claimed();
      await reportStatus(db, { task, to, actor: `run:${task}-${run.attempt}`, reason: 'its own word' });
      await finishAttempt(db, { run, end: LOST });
      assert.deepEqual(await stands(), [to, 'its own word', '']);
    }
  });

  it('is of no use to a task whose queue was deleted meanwhile', async () => {
    await attempt(LOST);
    const run = await claimed();
    await deleteQueue(db, { queue, actor: 'user:u', force: false });
    await finishAttempt(db, { run, end: LOST });
    assert.deepEqual(await stands(), ['failed', 'worker lost', 'it has no queue to wait in again']);

    queue = await createQueue(db, `queue-${++counter}`);
    task = await enqueued();
    const given = await claimed();
    await deleteQueue(db, { queue, actor: 'user:u', force: false });
    await releaseRun(db, { run: given, reason: 'the agent was stopped', actor: 'worker:w' });
    assert.deepEqual(await stands(), ['stopped', 'the agent was stopped', 'it has no queue to wait in again']);
  });

  it('is whole again when somebody has the task run again', async () => {
    await setInfrastructureRetries(db.em.fork(), task, 1);
    await attempt(LOST);
    await attempt(LOST);
    await retryTask(db, { task, actor: 'user:u' });
    await attempt(LOST);
    assert.deepEqual(await stands(), ['queued', 'worker lost', '1 of 2 attempts lost']);
  });
});

describe('a task that its own code has published', () => {
  it('stays published, however its process ends afterwards', async () => {
    const { db, release } = await createTestDatabase();
    try {
      const queue = await createQueue(db, 'queue');
      for (const end of [EXIT_CODE_1, LOST, { kind: 'stageFailed', stage: 'execute', message: 'm' }] satisfies AttemptEnd[]) {
        const task = await createTask(db);
        await enqueue(db, { task, queue, actor: 'user:u' });
        const { run } = (await claim(db, { queues: [queue], worker: 'w', kind: 'agent' }))!;
        const actor = `run:${task}-${run.attempt}`;
        await reportStatus(db, { task, to: 'completed', actor });
        await reportStatus(db, { task, to: 'published', actor });
        await finishAttempt(db, { run, end });
        assert.deepEqual(
          [(await viewTask(db, task)).status, (await viewAttempts(db, task))[0]?.ended === null],
          ['published', false],
        );
      }
    } finally {
      await release();
    }
  });
});
