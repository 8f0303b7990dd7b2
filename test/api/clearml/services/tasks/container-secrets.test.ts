import assert from 'node:assert/strict';
import { query, sql } from '../../../../../activities/db/sql.ts';
import { startTestApi, type TestApi } from '../../../../support/api-server.ts';

const CLEAR = '-e DB_PASSWORD=s3cr3t --ipc=host';
const SHOWN = '-e DB_PASSWORD=*** --ipc=host';

describe("secrets among a container's arguments", () => {
  let server: TestApi;
  let project: string;
  before(async () => {
    server = await startTestApi();
    project = (await server.call('projects.create', { name: 'container secrets' })).data.id;
  });
  after(() => server.release());

  const newTask = async (): Promise<string> =>
    (await server.call('tasks.create', { name: 'task', project, container: { image: 'python:3.12', arguments: CLEAR } })).data.id;
  const shown = async (task: string): Promise<string> =>
    (await server.call('tasks.get_by_id', { task })).data.task.container.arguments;
  const stored = async (task: string): Promise<string> => {
    const [row] = await query<{ text: string }>(
      server.api.db.em.fork(),
      sql`select container ->> 'arguments' as text from tasks where id = ${task}`,
    );
    return row!.text;
  };

  const READS: [action: string, request: (task: string) => object][] = [
    ['tasks.get_by_id', (task) => ({ task })],
    ['tasks.get_by_id_ex', (task) => ({ id: [task] })],
    ['tasks.get_all', (task) => ({ id: [task] })],
    ['tasks.get_all', (task) => ({ id: [task], only_fields: ['container'] })],
    ['tasks.get_all_ex', (task) => ({ id: [task], only_fields: ['container.arguments'] })],
    ['tasks.edit', (task) => ({ task, container: { arguments: CLEAR } })],
  ];
  for (const [action, request] of READS) {
    it(`are masked in the answer of ${action} ${JSON.stringify(request('…'))}`, async () => {
      const answer = JSON.stringify(await server.call(action, request(await newTask())));
      assert.ok(answer.includes('DB_PASSWORD=***') && !answer.includes('s3cr3t'), answer);
    });
  }

  it('are not found by a search, nor told by an order', async () => {
    const task = await newTask();
    for (const request of [{ 'container.arguments': [CLEAR] }, { id: [task], order_by: ['container.arguments'] }]) {
      const answer = JSON.stringify(await server.call('tasks.get_all', request));
      assert.ok(!answer.includes('s3cr3t'), answer);
    }
    const { data } = await server.call('tasks.get_all', { id: [task], 'container.arguments': ['no such'] });
    assert.equal(data?.tasks?.length ?? 1, 1, 'an unknown field filters nothing');
  });

  it('stay when the masked text is written back, with what else it changes', async () => {
    const task = await newTask();
    await server.call('tasks.edit', { task, container: { image: 'python:3.13', arguments: `${SHOWN} -e LANG=C` } });
    assert.equal(await stored(task), `${CLEAR} -e LANG=C`);
    assert.equal(await shown(task), `${SHOWN} -e LANG=C`);
  });

  it('go with a clone, also one whose container is given masked', async () => {
    const task = await newTask();
    const plain = (await server.call('tasks.clone', { task })).data.id;
    const given = (await server.call('tasks.clone', { task, new_task_container: { image: 'other', arguments: SHOWN } })).data.id;
    assert.deepEqual([await stored(plain), await stored(given)], [CLEAR, CLEAR]);
    assert.equal(await shown(plain), SHOWN);
  });

  it('are shown while a stock agent has claimed the task, and not before or after', async () => {
    const task = await newTask();
    const queue = (await server.call('queues.create', { name: 'of a stock agent' })).data.id;
    await server.call('tasks.enqueue', { task, queue });
    assert.equal(await shown(task), SHOWN);
    assert.equal((await server.call('queues.get_next_task', { queue })).data.entry.task, task);
    assert.equal(await shown(task), CLEAR);
    await server.call('tasks.started', { task, force: true });
    const { data } = await server.call('tasks.get_all', { id: [task], only_fields: ['container'], search_hidden: true });
    assert.equal(data.tasks[0].container.arguments, CLEAR);
    await server.call('tasks.completed', { task });
    assert.equal(await shown(task), SHOWN);
  });

  it('are not shown while a process on its own runs the task, which no agent claimed', async () => {
    const task = await newTask();
    await server.call('tasks.started', { task });
    assert.equal(await shown(task), SHOWN);
  });
});
