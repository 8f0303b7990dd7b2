import assert from 'node:assert/strict';
import { isAlive } from './agent-process.ts';
import { eventually } from './eventually.ts';
import type { KillableInstallation } from './installation.ts';
import { assertRanOnce, enqueueNumberedLines, type NumberedLines } from './numbered-lines.ts';

const LINES = 150;

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
  const endedAsIfNothingHadHappened = (task: NumberedLines) => assertRanOnce(task, LINES);

  for (const service of ['api', 'orchestrator', 'temporal', 'postgres']) {
    it(`outlives kill -9 of ${service}: it ran once, and no line is lost or doubled`, async () => {
      const task = await running();
      await installation.kill(service);
      await endedAsIfNothingHadHappened(task);
    });
  }

  it('outlives an API that stays away for longer than the task runs', async () => {
    const task = await running();
    const [pid] = await task.starts();
    const bringBack = await installation.takeAway('api');
    await eventually('the process has ended', () => !isAlive(pid!), { deadlineMs: 120_000 });
    await bringBack();
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
