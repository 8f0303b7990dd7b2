import assert from 'node:assert/strict';
import { query, sql } from '../../../../../activities/db/sql.ts';
import { mayChange, TASK_STATUSES, type TaskStatus } from '../../../../../workflows/domain/task-status.ts';
import { startTestApi, type TestApi } from '../../../../support/api-server.ts';

/** Which action makes a task go to which status. */
const ACTIONS: Partial<Record<TaskStatus, string>> = {
  created: 'tasks.reset',
  queued: 'tasks.enqueue',
  in_progress: 'tasks.started',
  stopped: 'tasks.stopped',
  closed: 'tasks.close',
  failed: 'tasks.failed',
  completed: 'tasks.completed',
  published: 'tasks.publish',
};

describe('the transitions of a task', () => {
  let server: TestApi;
  let project: string;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'transitions' })).data.id;
  });
  after(() => server.release());

  async function newTask(): Promise<string> {
    return (await server.call('tasks.create', { name: 'task', project })).data.id;
  }

  /** A task in a status, got there as clients get there. */
  async function taskIn(status: TaskStatus): Promise<string> {
    const task = await newTask();
    if (status === 'queued') await server.call('tasks.enqueue', { task });
    else if (status !== 'created') await server.call('tasks.started', { task });
    if (status === 'publishing')
      await query(server.api.db.em.fork(), sql`update tasks set status = 'publishing' where id = ${task}`);
    else if (status !== 'created' && status !== 'queued' && status !== 'in_progress')
      await server.call(ACTIONS[status]!, { task, force: true });
    assert.equal(await statusOf(task), status);
    return task;
  }

  const statusOf = async (task: string): Promise<string> => (await server.call('tasks.get_by_id', { task })).data.task.status;

  it('children that wait or run are found by their parent and stopped by one call, and others are left alone', async () => {
    const parent = await newTask();
    const children = [await taskIn('queued'), await taskIn('in_progress'), await taskIn('completed')];
    for (const id of children) await query(server.api.db.em.fork(), sql`update tasks set parent = ${parent} where id = ${id}`);
    await taskIn('queued');
    const request = { parent: [parent], status: ['queued', 'in_progress'], search_hidden: true, only_fields: ['id'] };
    const { tasks } = (await server.call('tasks.get_all_ex', request)).data;
    const ids = tasks.map(({ id }: { id: string }) => id);
    assert.deepEqual(new Set(ids), new Set(children.slice(0, 2)));
    await server.call('tasks.stop_many', { ids });
    assert.deepEqual(await Promise.all(children.map(statusOf)), ['stopped', 'stopped', 'completed']);
  });

  for (const from of TASK_STATUSES) {
    for (const [to, action] of Object.entries(ACTIONS) as [TaskStatus, string][]) {
      const allowed = isAllowed(from, to);
      it(`${from} to ${to} by ${action} is ${allowed ? 'done' : 'refused and changes nothing'}`, async () => {
        const task = await taskIn(from);
        const before = (await server.call('tasks.get_by_id', { task })).data.task;
        const { status, meta } = await server.call(action, { task });
        assert.equal(status, allowed ? 200 : 400, meta.result_msg);
        const after = (await server.call('tasks.get_by_id', { task })).data.task;
        if (allowed) assert.equal(after.status, to);
        else assert.deepEqual(after, before);
      });
    }
  }

  it('sets the times, the reason and the message', async () => {
    const task = await newTask();
    const started = await server.call('tasks.started', { task, status_reason: 'why', status_message: 'what' });
    assert.equal(started.data.fields.started, (await document(task)).started);
    assert.deepEqual([(await document(task)).status_reason, (await document(task)).status_message], ['why', 'what']);
    await server.call('tasks.failed', { task });
    const failed = await document(task);
    assert.deepEqual([failed.status_reason, failed.status_message], ['', '']);
    assert.ok(failed.completed >= failed.started);
  });

  const document = async (task: string) => (await server.call('tasks.get_by_id', { task })).data.task;

  it('let a start be said again, which keeps the time of the first', async () => {
    const task = await newTask();
    await server.call('tasks.started', { task });
    const { started } = await document(task);
    for (const force of [true, false]) assert.equal((await server.call('tasks.started', { task, force })).status, 200);
    assert.equal((await document(task)).started, started);
  });

  it('are skipped with force', async () => {
    const task = await newTask();
    assert.equal((await server.call('tasks.completed', { task, force: true })).status, 200);
    assert.equal(await statusOf(task), 'completed');
  });

  it('of two that conflict at one moment exactly one wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const task = await taskIn('completed');
      const answers = await Promise.all([server.call('tasks.publish', { task }), server.call('tasks.reset', { task })]);
      assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [200, 400], `round ${round}`);
      assert.equal(await statusOf(task), answers[0]!.status === 200 ? 'published' : 'created');
    }
  });

  it('of many enqueues at one moment one is done, and the queue holds the task once', async () => {
    const task = await newTask();
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.call('tasks.enqueue', { task })));
    assert.equal(answers.filter((answer) => answer.status === 200).length, 1);
    assert.ok(answers.every((answer) => answer.status === 200 || answer.meta.result_subcode === 706));
    const entries = await query(server.api.db.em.fork(), sql`select 1 from queue_entries where task = ${task}`);
    assert.equal(entries.length, 1);
  });

  it('who starts a waiting task himself takes it out of its queue', async () => {
    const task = await taskIn('queued');
    await server.call('tasks.started', { task });
    const entries = await query(server.api.db.em.fork(), sql`select 1 from queue_entries where task = ${task}`);
    assert.equal(entries.length, 0);
    const attempts = await query<{ state: string; kind: string }>(
      server.api.db.em.fork(),
      sql`select state, kind from attempts where task = ${task} order by number`,
    );
    assert.deepEqual(attempts, [
      { state: 'cancelled', kind: 'agent' },
      { state: 'running', kind: 'external' },
    ]);
  });

  it('a completed task may be published in the same call', async () => {
    const task = await taskIn('in_progress');
    const { data } = await server.call('tasks.completed', { task, publish: true });
    assert.deepEqual([data.published, data.fields.status, await statusOf(task)], [1, 'published', 'published']);
  });

  it('a task of a development run stops at once, that of a live worker when the worker says so', async () => {
    const own = await taskIn('in_progress');
    await server.call('tasks.stop', { task: own });
    assert.equal(await statusOf(own), 'stopped');
    const remote = await taskIn('in_progress');
    await server.call('workers.status_report', { worker: 'w:0', timestamp: Date.now(), task: remote });
    await server.call('tasks.stop', { task: remote });
    const { status, status_message: message } = await document(remote);
    assert.deepEqual([status, message], ['in_progress', 'stopping']);
    for (let i = 0; i < 2; i += 1) assert.equal((await server.call('tasks.stopped', { task: remote })).status, 200);
  });

  it('a dequeue brings back what was before the enqueue', async () => {
    const task = await taskIn('stopped');
    await server.call('tasks.enqueue', { task });
    const { data } = await server.call('tasks.dequeue', { task });
    assert.deepEqual([data.dequeued, data.fields.status, data.fields.enqueue_status], [1, 'stopped', null]);
    assert.equal((await server.call('tasks.dequeue', { task })).meta.result_subcode, 703);
  });

  it('an enqueue by queue name, by default, and to a queue that is not there', async () => {
    const { data } = await server.call('queues.get_default');
    const task = await newTask();
    const enqueued = await server.call('tasks.enqueue', { task, queue_name: 'services' });
    assert.notEqual(enqueued.data.fields['execution.queue'], data.id);
    assert.equal((await document(task)).execution.queue, enqueued.data.fields['execution.queue']);
    await server.call('tasks.dequeue', { task });
    assert.equal((await server.call('tasks.enqueue', { task })).data.fields['execution.queue'], data.id);
    const other = await newTask();
    assert.equal((await server.call('tasks.enqueue', { task: other, queue: 'f'.repeat(32) })).meta.result_subcode, 701);
    assert.equal(await statusOf(other), 'created');
  });
});

/** What the actions make of the state machine: a second enqueue is refused, a published task is never reset. */
function isAllowed(from: TaskStatus, to: TaskStatus): boolean {
  if (from === 'queued' && to === 'queued') return false;
  return mayChange(from, to);
}
