import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { endEarlierAttempts } from '../../../agent-worker/runs/end-earlier-attempts.ts';
import { findRunProcesses, RUN_MARKER } from '../../../agent-worker/runs/process-table.ts';
import { startSupervised } from '../../../agent-worker/runs/supervision.ts';
import { runKey } from '../../../workflows/contracts/run.ts';
import { eventually } from '../../support/eventually.ts';
import { scratchFolder } from '../../support/scratch.ts';

/** A run whose agent is gone: the process goes on under its supervisor. */
async function leaveRunning(taskId: string, attempt: number): Promise<string> {
  const root = scratchFolder();
  const key = runKey({ taskId, attempt });
  const command = ['sh', '-c', 'sleep 600 & sleep 600'] as [string, ...string[]];
  const env = { PATH: process.env.PATH, [RUN_MARKER]: key };
  await startSupervised({ folder: join(root, 'supervision'), console: join(root, 'console'), directory: root, command, env });
  await eventually('it runs', () => findRunProcesses(key).length > 2);
  return key;
}

describe('endEarlierAttempts', () => {
  it('ends every process of earlier attempts of the task, and of nothing else', async () => {
    const [task, other] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    const [first, third, later] = [await leaveRunning(task, 1), await leaveRunning(task, 3), await leaveRunning(task, 40)];
    const foreign = await leaveRunning(other, 1);
    assert.deepEqual(await endEarlierAttempts({ taskId: task, attempt: 4 }, { graceMs: 2000 }), [1, 3]);
    assert.deepEqual([findRunProcesses(first), findRunProcesses(third)], [[], []]);
    assert.ok(findRunProcesses(later).length > 0 && findRunProcesses(foreign).length > 0);
    assert.deepEqual(await endEarlierAttempts({ taskId: task, attempt: 4 }, { graceMs: 2000 }), []);
    await endEarlierAttempts({ taskId: task, attempt: 41 }, { graceMs: 2000 });
    await endEarlierAttempts({ taskId: other, attempt: 2 }, { graceMs: 2000 });
  });
});
