import assert from 'node:assert/strict';
import { type AgentProcess, startAgentProcess } from '../support/agent-process.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { enqueueNumberedLines, type NumberedLines } from '../support/numbered-lines.ts';

const TASKS = 50;

describe('a queue of a whole installation', function () {
  this.timeout(900_000);
  let installation: Installation;
  let agent: AgentProcess | undefined;
  before(async () => {
    installation = await startInstallation({ env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
  });
  after(async () => {
    await agent?.kill('SIGTERM');
    await installation?.release();
  });

  interface QueueView {
    id: string;
    entries: { task: string }[];
  }
  const view = async (name: string): Promise<QueueView> => {
    const { queues } = await installation.client.call<{ queues: QueueView[] }>('queues.get_all', { name: `^${name}$` });
    return queues[0]!;
  };
  const waiting = async (name: string) => (await view(name)).entries.map(({ task }) => task);
  const claimedAt = async (task: NumberedLines) => (await task.attempts())[0]!.claimed!;

  it(`keeps its ${TASKS} tasks and their order when everything is killed at once, twice, and starts them in it`, async () => {
    const { client } = installation;
    await client.call('queues.create', { name: 'ordered' });
    const tasks: NumberedLines[] = [];
    for (let number = 0; number < TASKS; number += 1)
      tasks.push(await enqueueNumberedLines(installation, { queue: 'ordered', lines: 1, every: 0 }));
    const { id: queue } = await view('ordered');
    await client.call('queues.move_task_to_front', { queue, task: tasks[9]!.id });
    const order = [tasks[9]!, ...tasks.filter((_, index) => index !== 9)];
    const ids = order.map(({ id }) => id);
    assert.deepEqual(await waiting('ordered'), ids);

    await (await installation.killAll())();
    assert.deepEqual(await waiting('ordered'), ids, 'no agent has come yet');

    agent = await startAgentProcess(installation, { name: 'ordered', queue: 'ordered' });
    await order[TASKS / 2]!.untilStatus('completed', 300_000);
    await (await installation.killAll())();
    for (const task of order) await task.untilStatus('completed', 300_000);
    const starts = await Promise.all(order.map(claimedAt));
    assert.deepEqual(starts, starts.toSorted());
    assert.deepEqual(
      new Set((await Promise.all(order.map((task) => task.attempts()))).map(({ length }) => length)),
      new Set([1]),
    );
  });
});
