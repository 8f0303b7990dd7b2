import assert from 'node:assert/strict';
import { type AgentProcess, isAlive, startAgentProcess } from '../support/agent-process.ts';
import { eventually } from '../support/eventually.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { assertAllPrintedOnce, enqueueNumberedLines } from '../support/numbered-lines.ts';

const LINES = 600;

describe('an agent that dies for good', function () {
  this.timeout(240_000);
  let installation: Installation;
  const agents: AgentProcess[] = [];
  before(async () => {
    installation = await startInstallation({ env: { PERDURA_AGENT_LOST_AFTER: '5' } });
  });
  after(async () => {
    for (const agent of agents) await agent.kill('SIGTERM');
    await installation.release();
  });

  it('loses its task to another one, and ends its own copy when it comes back', async () => {
    const first = await startAgentProcess(installation, { name: 'first', queue: 'faults' });
    const task = await enqueueNumberedLines(installation, { queue: 'faults', lines: LINES });
    await task.untilPrinted(20);
    const [abandoned] = await task.starts();
    await first.kill('SIGKILL');
    agents.push(await startAgentProcess(installation, { name: 'second', queue: 'faults' }));
    await eventually('a second attempt', async () => (await task.attempts()).length === 2, { deadlineMs: 90_000 });
    assert.ok(isAlive(abandoned!), 'what the dead agent had started still runs');

    agents.push(await startAgentProcess(installation, { name: 'first', queue: 'faults' }));
    await eventually('the copy is ended', () => !isAlive(abandoned!), { deadlineMs: 30_000 });

    await task.untilStatus('completed');
    const attempts = await task.attempts();
    assert.deepEqual(
      attempts.map(({ state, worker }) => ({ state, worker })),
      [
        { state: 'lost', worker: 'first:cpu:0' },
        { state: 'succeeded', worker: 'second:cpu:0' },
      ],
    );
    assert.equal((await task.starts()).length, 2);
    assertAllPrintedOnce((await task.printed()).slice(-LINES), LINES);
  });
});
