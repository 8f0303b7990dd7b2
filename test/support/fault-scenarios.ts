import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './agent-process.ts';
import type { KillableInstallation } from './installation.ts';
import { assertAllPrintedOnce, enqueueNumberedLines, type NumberedLines } from './numbered-lines.ts';

const LINES = 300;

/** What a running task must outlive, on an installation with an agent for the queue `default`. */
export function faultScenarios(start: () => Promise<KillableInstallation>): void {
  let installation: KillableInstallation;
  before(async () => {
    installation = await start();
  });
  after(() => installation?.release());

  const running = async (): Promise<NumberedLines> => {
    const task = await enqueueNumberedLines(installation, { queue: 'default', lines: LINES });
    await task.untilPrinted(20);
    return task;
  };
  const endedAsIfNothingHadHappened = async (task: NumberedLines) => {
    await task.untilStatus('completed');
    assertAllPrintedOnce(await task.printed(), LINES);
    assert.equal((await task.starts()).length, 1);
    assert.deepEqual(
      (await task.attempts()).map(({ number, state }) => ({ number, state })),
      [{ number: 1, state: 'succeeded' }],
    );
  };

  for (const service of ['api', 'orchestrator', 'temporal', 'postgres']) {
    it(`outlives kill -9 of ${service}: it ran once, and no line is lost or doubled`, async () => {
      const task = await running();
      await installation.kill(service);
      await endedAsIfNothingHadHappened(task);
    });
  }

  it('outlives an API that stays away for longer than the task runs', async () => {
    const task = await running();
    const end = Date.now() + 15_000;
    while (Date.now() < end) {
      await installation.kill('api').catch(() => {});
      await sleep(300);
    }
    await endedAsIfNothingHadHappened(task);
  });

  it('is found again by its agent after kill -9 of that agent: same process, run once', async () => {
    const task = await running();
    const [pid] = await task.starts();
    const agent = Object.keys(await installation.pids()).find((name) => name.startsWith('agent') && !name.includes('services'));
    await installation.kill(agent!);
    assert.ok(isAlive(pid!), 'the process does not need its agent');
    await endedAsIfNothingHadHappened(task);
  });
}
