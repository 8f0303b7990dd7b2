import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freeBytes } from '../../agent-worker/runs/disk-space.ts';
import { type AgentProcess, isAlive, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { assertAllPrintedOnce, assertRanOnce, enqueueNumberedLines, type NumberedLines } from '../support/numbered-lines.ts';
import { onSmallDisk } from '../support/scratch.ts';

const LINES = 200;

describe('an agent of its own', function () {
  this.timeout(480_000);
  let installation: Installation;
  let agents: AgentProcess[] = [];
  before(async () => {
    installation = await startInstallation({
      env: { PERDURA_AGENT_LOST_AFTER: '5', CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' },
    });
  });
  afterEach(async () => {
    for (const agent of agents) await agent.kill('SIGTERM');
    agents = [];
  });
  after(() => installation?.release());

  /** Nothing of the agent is left in the folder afterwards. */
  const withAgent = async (name: string, folder: string, work: (agent: AgentProcess) => Promise<void>): Promise<boolean> => {
    const agent = await startAgentProcess(installation, { name, queue: name, folder });
    try {
      await work(agent);
      return true;
    } finally {
      await agent.kill('SIGTERM');
    }
  };
  const start = async (name: string, queue: string): Promise<AgentProcess> => {
    const agent = await startAgentProcess(installation, { name, queue });
    agents.push(agent);
    return agent;
  };
  /** A task that has printed its lines, or 20 of many, and does not end by itself. */
  const running = async (queue: string, lines: number): Promise<NumberedLines> => {
    const task = await enqueueNumberedLines(installation, { queue, lines, holdOn: true });
    await task.untilPrinted(Math.min(20, lines - 1));
    return task;
  };
  const states = async (task: NumberedLines) => (await task.attempts()).map(({ state, worker }) => ({ state, worker }));

  it('that dies for good loses its task to another one, and ends its own copy when it comes back', async () => {
    const first = await start('first', 'lost');
    const task = await running('lost', LINES);
    const [abandoned] = await task.starts();
    await first.kill('SIGKILL');
    await start('second', 'lost');
    await eventually('a second attempt', async () => (await task.attempts()).length === 2, { deadlineMs: 90_000 });
    assert.ok(isAlive(abandoned!), 'what the dead agent had started still runs');
    assert.equal((await task.attempts())[0]!.reason, 'worker lost');

    await start('first', 'lost');
    await eventually('the copy is ended', () => !isAlive(abandoned!), { deadlineMs: 90_000 });
    await task.letEnd();

    await task.untilStatus('completed');
    assert.deepEqual(await states(task), [
      { state: 'lost', worker: 'first:cpu:0' },
      { state: 'succeeded', worker: 'second:cpu:0' },
    ]);
    assert.equal((await task.starts()).length, 2);
    assertAllPrintedOnce((await task.printed()).slice(-LINES), LINES);
  });

  it('outside of its hours takes a task when it is forced on, or its queue is, and else none', async () => {
    const options = ['--downtime', '0 SUN-SAT'];
    agents.push(await startAgentProcess(installation, { name: 'late', queue: 'late', options }));
    const { client } = installation;
    const enqueue = () => enqueueNumberedLines(installation, { queue: 'late', lines: 1 });
    const force = (expiry: number) =>
      client.call('workers.set_runtime_properties', {
        worker: 'late:cpu:0',
        runtime_properties: [{ key: 'force', value: 'on', expiry }],
      });
    const waits = async (task: NumberedLines) => {
      const { reason } = await client.request<{ reason: string }>('GET', `/api/tasks/${task.id}/waiting`);
      return (
        reason === 'every worker of the queue "late" is outside of its working hours: late:cpu:0 (downtime 0 SUN-SAT in UTC)'
      );
    };
    const first = await enqueue();
    assert.ok(await waits(first));
    await force(3600);
    await first.untilStatus('completed');

    await force(0);
    const second = await enqueue();
    assert.ok(await waits(second));
    const { queues } = await client.call<{ queues: { id: string }[] }>('queues.get_all', { name: '^late$' });
    await client.call('queues.update', { queue: queues[0]!.id, tags: ['force_workers:on'] });
    await second.untilStatus('completed');
    assert.match(await installation.perdura('agent', 'list'), /queue late: on by tag force_workers:on of the queue/);
  });

  it('that is stopped gives its task back to the head of the queue, and the task is never taken for completed', async () => {
    const first = await start('stopped', 'stopped');
    const task = await running('stopped', 20);
    const waiting = await enqueueNumberedLines(installation, { queue: 'stopped', lines: 1 });
    const [given] = await task.starts();
    assert.equal(await first.stop(), 'agent stopped:cpu:0 is stopped');
    assert.ok(!isAlive(given!), 'its process has ended');
    assert.equal(await first.ended, 0);
    assert.equal(await task.status(), 'queued');

    await task.letEnd();
    await start('next', 'stopped');
    await waiting.untilStatus('completed');
    assert.equal(await task.status(), 'completed', 'the one given back came first');
    assert.deepEqual(await states(task), [
      { state: 'released', worker: 'stopped:cpu:0' },
      { state: 'succeeded', worker: 'next:cpu:0' },
    ]);
  });

  it('in the foreground shows what its tasks print', async () => {
    const agent = await startAgentProcess(installation, { name: 'shown', queue: 'shown', echo: true });
    agents.push(agent);
    const task = await enqueueNumberedLines(installation, { queue: 'shown', lines: 5 });
    await assertRanOnce(task, 5);
    const shown = [...agent.output().matchAll(/^line (\d)$/gm)].map(([, number]) => Number(number));
    assert.deepEqual(shown, [0, 1, 2, 3, 4]);
  });

  it('that drains takes no more tasks, and ends when its last one has', async () => {
    const first = await start('drained', 'drained');
    const task = await running('drained', 20);
    const waiting = await enqueueNumberedLines(installation, { queue: 'drained', lines: 1 });
    assert.match(await first.stop('--on-stop', 'drain'), /takes no more tasks and ends when its runs have ended/);
    assert.equal(await task.status(), 'in_progress', 'the command does not wait');
    await task.letEnd();
    assert.equal(await first.ended, 0);
    await assertRanOnce(task, 20);
    assert.equal(await waiting.status(), 'queued');
    await start('upgraded', 'drained');
    await assertRanOnce(waiting, 1);
  });

  it('whose disk is full takes no task until there is space again', async function () {
    const done = await onSmallDisk(12 * 1024 * 1024, (disk) =>
      withAgent('full', disk, async (agent) => {
        const ballast = join(disk, 'ballast');
        await writeFile(ballast, Buffer.alloc(8 * 1024 * 1024));
        const task = await enqueueNumberedLines(installation, { queue: 'full', lines: 5 });
        await eventually('the agent says why', () => agent.output().includes('no task is taken: '), { deadlineMs: 120_000 });
        assert.equal(await task.status(), 'queued');
        await rm(ballast);
        await assertRanOnce(task, 5);
      }),
    );
    if (!done) this.skip();
  });

  it('whose disk fills up fails the task with that as the reason, and goes on with the next', async function () {
    const done = await onSmallDisk(12 * 1024 * 1024, (disk) =>
      withAgent('filled', disk, async () => {
        const task = await enqueueNumberedLines(installation, { queue: 'filled', lines: 200_000, every: 0.1, burst: 1000 });
        await task.untilPrinted(20);
        const ballast = join(disk, 'ballast');
        await writeFile(ballast, Buffer.alloc(freeBytes(disk) - 512 * 1024));
        await task.untilStatus('failed');
        const { task: failed } = await installation.client.call<{ task: Record<string, string> }>('tasks.get_by_id', {
          task: task.id,
        });
        assert.match(failed.status_reason!, /^exit code \d+: no space was left on the disk$/);
        assert.match(failed.status_message!, /No space was left on the disk of .*: output of this run is missing\.$/);
        // The disk may have been full in the middle of the last line.
        const whole = (await task.printed()).slice(0, -1);
        assertAllPrintedOnce(whole, whole.length);
        await rm(ballast);
        const next = await enqueueNumberedLines(installation, { queue: 'filled', lines: 5 });
        await assertRanOnce(next, 5);
      }),
    );
    if (!done) this.skip();
  });

  it('that is told to abort stops its task, with the reason', async () => {
    const first = await start('aborting', 'aborted');
    const task = await running('aborted', 20);
    await first.stop('--on-stop', 'abort');
    assert.equal(await first.ended, 0);
    assert.equal(await task.status(), 'stopped');
    assert.deepEqual(
      (await task.attempts()).map(({ state, reason }) => ({ state, reason })),
      [{ state: 'cancelled', reason: 'the agent was stopped' }],
    );
  });
});
