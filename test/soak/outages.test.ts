import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AgentProcess, isAlive, startAgentProcess } from '../support/agent-process.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { assertRanOnce, enqueueNumberedLines, type NumberedLinesOptions } from '../support/numbered-lines.ts';

/** How long server and Temporal stay away in the longest case; the task takes a third more. */
const AWAY_SECONDS = Number(process.env.SOAK_AWAY_SECONDS ?? 900);

describe('an agent on another machine', function () {
  this.timeout(AWAY_SECONDS * 2000 + 600_000);
  let installation: Installation;
  let agent: AgentProcess;
  before(async () => {
    installation = await startInstallation({ env: { CLEARML_AGENT_SKIP_PYTHON_ENV_INSTALL: '1' } });
    agent = await startAgentProcess(installation, { name: 'elsewhere', queue: 'outages' });
  });
  after(async () => {
    await agent?.kill('SIGTERM');
    await installation?.release();
  });

  const enqueue = (options: Omit<NumberedLinesOptions, 'queue'>) =>
    enqueueNumberedLines(installation, { queue: 'outages', ...options });

  it('carries its task through 60 s without an API', async () => {
    const task = await enqueue({ lines: 450, every: 0.2 });
    await task.untilPrinted(50);
    const bringBack = await installation.takeAway('api');
    await sleep(60_000);
    await bringBack();
    await assertRanOnce(task, 450);
  });

  it('carries its task through 60 s with an API that hangs', async () => {
    const task = await enqueue({ lines: 450, every: 0.2 });
    await task.untilPrinted(50);
    const { api } = await installation.pids();
    process.kill(api!, 'SIGSTOP');
    await sleep(60_000);
    process.kill(api!, 'SIGCONT');
    await assertRanOnce(task, 450);
  });

  it('brings 200,000 lines each once and in order, with 30 s without an API in the middle', async () => {
    const lines = 200_000;
    const task = await enqueue({ lines, every: 0.03, burst: 100 });
    await task.untilPrinted(40_000);
    const bringBack = await installation.takeAway('api');
    const [pid] = await task.starts();
    await sleep(30_000);
    assert.ok(isAlive(pid!), 'the task prints all the while');
    await bringBack();
    await assertRanOnce(task, lines);
  });

  it('and its waiting tasks outlive a restart of the whole server that takes 2 minutes', async () => {
    const first = await enqueue({ lines: 300, every: 0.2 });
    const waiting = [await enqueue({ lines: 5 }), await enqueue({ lines: 5 }), await enqueue({ lines: 5 })];
    await first.untilPrinted(50);
    await restart(120_000);
    for (const task of [first, ...waiting]) await assertRanOnce(task, task === first ? 300 : 5);
    const order = await Promise.all(waiting.map(async (task) => (await task.attempts())[0]!.claimed!));
    assert.deepEqual(order, order.toSorted(), 'they came in the order of the queue');
  });

  it(`carries its task through ${AWAY_SECONDS} s without server and Temporal, and runs nothing again`, async () => {
    const lines = Math.round((AWAY_SECONDS * 4) / 3);
    const task = await enqueue({ lines, every: 1 });
    await task.untilPrinted(Math.round(AWAY_SECONDS / 15));
    const [pid] = await task.starts();
    await restart(AWAY_SECONDS * 1000, () => assert.ok(isAlive(pid!), 'the task goes on'));
    await assertRanOnce(task, lines, { deadlineMs: AWAY_SECONDS * 1000 });
    assert.deepEqual(await task.starts(), [pid]);
  });

  /** Ends Postgres, Temporal, API and orchestrator in order, and starts them again after so long. */
  async function restart(awayMs: number, meanwhile: () => void = () => {}): Promise<void> {
    await installation.perdura('down');
    await sleep(awayMs);
    meanwhile();
    await installation.perdura('up', '--detach', '--no-agent', '--no-example');
  }
});
