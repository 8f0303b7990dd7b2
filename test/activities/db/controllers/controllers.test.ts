import assert from 'node:assert/strict';
import { describeController } from '../../../../activities/db/controllers/describe-controller.ts';
import { finishController } from '../../../../activities/db/controllers/finish-controller.ts';
import { stopChildren } from '../../../../activities/db/controllers/stop-children.ts';
import { cloneTask } from '../../../../activities/db/tasks/clone-task.ts';
import { deleteTask } from '../../../../activities/db/tasks/delete-task.ts';
import { enqueue } from '../../../../activities/db/tasks/enqueue.ts';
import { stopTask } from '../../../../activities/db/tasks/stop.ts';
import type { OutboxMessage } from '../../../../workflows/contracts/outbox.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/postgres.ts';
import { createQueue, createTask, viewAttempts, viewTask } from '../../../support/records.ts';

describe('a controller', () => {
  let database: TestDatabase;
  let queue: string;
  before(async () => {
    database = await createTestDatabase();
    queue = await createQueue(database.db, 'default');
  });
  after(() => database.release());
  beforeEach(() => execute('delete from outbox'));

  const execute = (text: string, values: unknown[] = []) => database.db.em.fork().execute(text, values);
  const createController = async (): Promise<string> => {
    const task = await createTask(database.db, { name: 'sweep' });
    await execute(`update tasks set controller = 'sweep' where id = ?`, [task]);
    return task;
  };
  const createChild = async (parent: string): Promise<string> => {
    const task = await createTask(database.db);
    await execute('update tasks set parent = ? where id = ?', [parent, task]);
    return task;
  };
  const start = (task: string) => enqueue(database.db, { task, queue, actor: 'user:u' });
  const posted = async (): Promise<OutboxMessage[]> =>
    ((await execute('select message from outbox order by id')) as { message: OutboxMessage }[]).map(({ message }) => message);

  it('runs as soon as it is enqueued, and waits in no queue', async () => {
    const task = await createController();
    await start(task);
    assert.equal((await viewTask(database.db, task)).status, 'in_progress');
    assert.deepEqual(
      (await viewAttempts(database.db, task)).map(({ kind, state }) => [kind, state]),
      [['workflow', 'running']],
    );
    assert.deepEqual(await execute('select * from queue_entries'), []);
    assert.deepEqual(await posted(), [{ kind: 'startController', run: { taskId: task, attempt: 1 } }]);
  });

  it('is refused a second start while it runs', async () => {
    const task = await createController();
    await start(task);
    await assert.rejects(start(task), { code: 'taskStatus' });
  });

  it('is told of every change of a child, in the transaction that makes it', async () => {
    const task = await createController();
    const child = await createChild(task);
    await start(child);
    const told = (await posted()).filter(({ kind }) => kind === 'childChanged');
    assert.deepEqual(told, [{ kind: 'childChanged', controller: task, of: 'sweep', tasks: [child] }]);
  });

  it('is told of a child that is deleted', async () => {
    const task = await createController();
    const child = await createChild(task);
    await deleteTask(database.db, { task: child });
    assert.deepEqual(await posted(), [{ kind: 'childChanged', controller: task, of: 'sweep', tasks: [child] }]);
  });

  it('is the only kind of parent that is told', async () => {
    const child = await createChild(await createTask(database.db));
    await start(child);
    assert.ok((await posted()).every(({ kind }) => kind !== 'childChanged'));
  });

  it('is asked to stop through its workflow', async () => {
    const task = await createController();
    await start(task);
    await stopTask(database.db, { task, actor: 'user:u', reason: 'enough' });
    assert.equal((await viewTask(database.db, task)).status_message, 'stopping');
    assert.deepEqual((await posted()).at(-1), {
      kind: 'stopController',
      controller: 'sweep',
      run: { taskId: task, attempt: 1 },
      reason: 'enough',
    });
  });

  it('ends once, as its workflow says', async () => {
    const task = await createController();
    await start(task);
    const run = { taskId: task, attempt: 1 };
    await finishController(database.db, { run, end: { status: 'failed', reason: 'no step left', message: '' } });
    await finishController(database.db, { run, end: { status: 'completed', reason: '', message: '' } });
    const { status, status_reason: reason } = await viewTask(database.db, task);
    assert.deepEqual([status, reason], ['failed', 'no step left']);
    assert.equal((await viewAttempts(database.db, task))[0]?.state, 'failed');
    assert.equal(await describeController(database.db, task), null);
  });

  it('starts again as another attempt after it failed', async () => {
    const task = await createController();
    await start(task);
    const run = { taskId: task, attempt: 1 };
    await finishController(database.db, { run, end: { status: 'failed', reason: '', message: '' } });
    await start(task);
    assert.equal((await describeController(database.db, task))?.input.attempt, 2);
  });

  it('stops those of its children that wait or run', async () => {
    const task = await createController();
    const [waiting, draft] = [await createChild(task), await createChild(task)];
    const stranger = await createTask(database.db);
    await start(waiting);
    await start(stranger);
    const tasks = [waiting, draft, stranger];
    await stopChildren(database.db, { run: { taskId: task, attempt: 1 }, tasks, reason: 'aborted' });
    const statuses = await Promise.all(tasks.map(async (id) => (await viewTask(database.db, id)).status));
    assert.deepEqual(statuses, ['stopped', 'created', 'queued']);
  });

  it('is cloned as a controller', async () => {
    const task = await createController();
    await execute(
      `insert into projects (id, name, user_id, created, last_update) values ('p', 'p', 'u', now(), now()) on conflict do nothing`,
    );
    const { id } = await cloneTask(database.db, { task, userId: 'u', overrides: {} });
    assert.deepEqual(await execute('select controller from tasks where id = ?', [id]), [{ controller: 'sweep' }]);
  });
});
